"""The telephone of the demo, in the public zone."""

from django.urls import path

from tongban.foundation.notifications import web

urlpatterns = [path("demo/phone", web.demo_phone, name="demo-phone")]
