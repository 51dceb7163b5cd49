"""Addresses of incidents; mounted under incidents/ on the workbench."""

from django.urls import path

from tongban.foundation.incidents import web

app_name = "incidents"
urlpatterns = [
    path("", web.listing, name="list"),
    path("report", web.report, name="report"),
    path("<int:pk>", web.page, name="page"),
]
