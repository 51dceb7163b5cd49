"""Addresses of the file store; mounted by the sites under files/."""

from django.urls import path

from tongban.foundation.files import web

app_name = "files"
urlpatterns = [path("<uuid:uid>", web.send, name="download")]
