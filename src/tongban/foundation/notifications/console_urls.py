"""Addresses of the log of messages; mounted under console/messages/."""

from django.urls import path

from tongban.foundation.notifications import announcements, costs, web

app_name = "notifications-log"
urlpatterns = [
    path("", web.messages, name="list"),
    path("<int:pk>/resend", web.send_again, name="resend"),
    path("costs", costs.costs, name="costs"),
    path("announcements", announcements.manage, name="announcements"),
    path("announcements/<int:pk>", announcements.confirmations, name="confirmations"),
    path("announcements/<int:pk>/withdraw", announcements.withdraw, name="withdraw-announcement"),
    path("demo", web.demo, name="demo"),
]
