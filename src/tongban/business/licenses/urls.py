"""Addresses of the staff's screens of licences, mounted on the workbench."""

from django.urls import path

from tongban.business.licenses.web import staff

app_name = "licenses"
urlpatterns = [
    path("", staff.listing, name="list"),
    path("<int:pk>", staff.page, name="page"),
    path("<int:pk>/seal", staff.seal, name="seal"),
    path("<int:pk>/annotate", staff.annotate, name="annotate"),
    path("<int:pk>/revoke", staff.revoke, name="revoke"),
]
