"""Addresses of the public check, mounted for everybody."""

from django.urls import path

from tongban.business.licenses.web import public

app_name = "check"
urlpatterns = [path("", public.ask, name="ask"), path("<str:token>", public.check, name="license")]
