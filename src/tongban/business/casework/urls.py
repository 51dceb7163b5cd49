"""Addresses of the screens of cases, mounted on the workbench."""

from django.urls import path

from tongban.business.casework.web import acting, pages

app_name = "casework"
urlpatterns = [
    path("", pages.listing, name="list"),
    path("<int:pk>", pages.page, name="page"),
    path("<int:pk>/letters/<int:letter_pk>/seal", acting.seal, name="seal"),
    path("<int:pk>/<slug:name>", acting.act, name="act"),
]
