"""Addresses of the settings; mounted under console/options/."""

from django.urls import path

from tongban.foundation.options import web

app_name = "options"
urlpatterns = [
    path("", web.listing, name="list"),
    path("history", web.history, name="history"),
    path("<str:key>", web.change, name="change"),
]
