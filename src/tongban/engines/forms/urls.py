"""Addresses of forms on the desk of the staff."""

from django.urls import path

from tongban.engines.forms.web import keeping

app_name = "forms"
urlpatterns = [path("kept", keeping.keep, name="keep"), path("kept/forget", keeping.forget, name="forget")]
