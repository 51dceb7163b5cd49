"""Addresses of the staff's notices; mounted under notices/. The log of messages is in console_urls."""

from django.urls import path

from tongban.foundation.notifications import announcements, web

app_name = "notifications"
urlpatterns = [
    path("", web.notices, name="list"),
    path("<int:pk>", web.open_notice, name="open"),
    path("announcements", announcements.announcements, name="announcements"),
    path("announcements/<int:pk>/confirm", announcements.confirm, name="confirm-announcement"),
    path("read", web.read_all, name="read-all"),
    path("choices", web.choices, name="choices"),
]
