"""Addresses of call-backs; mounted under callbacks/ on the workbench."""

from django.urls import path

from tongban.foundation.callbacks import web

app_name = "callbacks"
urlpatterns = [
    path("", web.listing, name="list"),
    path("<int:pk>/end", web.end, name="end"),
    path("notices/<int:pk>/resend", web.resend, name="resend"),
]
