"""Addresses of the public progress, mounted for everybody."""

from django.urls import path

from tongban.business.casework.web import public

app_name = "progress"
urlpatterns = [path("", public.progress, name="ask")]
