"""Addresses of the guides, mounted for everybody."""

from django.urls import path

from tongban.business.catalog.web import public

app_name = "guide"
urlpatterns = [path("", public.guides, name="list"), path("<int:pk>", public.guide, name="item")]
