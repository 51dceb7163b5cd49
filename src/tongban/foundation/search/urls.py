"""Screens of search, mounted on the workbench."""

from django.urls import path

from tongban.foundation.search import web

app_name = "search"
urlpatterns = [path("", web.results, name="results")]
