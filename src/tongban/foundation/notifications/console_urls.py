"""Addresses of the log of messages; mounted under console/messages/."""

from django.urls import path

from tongban.foundation.notifications import web

app_name = "notifications-log"
urlpatterns = [
    path("", web.messages, name="list"),
    path("<int:pk>/resend", web.send_again, name="resend"),
    path("demo", web.demo, name="demo"),
]
