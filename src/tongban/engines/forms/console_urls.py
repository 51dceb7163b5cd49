"""Addresses of forms on the console."""

from django.urls import path

from tongban.engines.forms import web

app_name = "console-forms"
urlpatterns = [
    path("", web.forms, name="list"),
    path("<slug:code>", web.form, name="form"),
    path("versions/<int:pk>", web.trial, name="trial"),
    path("versions/<int:pk>/definition.json", web.download, name="download"),
]
