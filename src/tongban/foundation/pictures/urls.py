"""Addresses of the pictures; mounted under pictures/."""

from django.urls import path

from tongban.foundation.pictures import web

app_name = "pictures"
urlpatterns = [
    path("", web.own, name="own"),
    path("<uuid:file>", web.picture, name="picture"),
    path("<str:sort>/remove", web.take_away, name="take-away"),
]
