"""Addresses of the catalog's screens, mounted on the workbench."""

from django.urls import path

from tongban.business.catalog.web import editing, pages

app_name = "catalog"
urlpatterns = [
    path("", pages.listing, name="list"),
    path("new", editing.new, name="new"),
    path("<int:pk>", pages.version, name="version"),
    path("<int:pk>/edit", editing.edit, name="edit"),
    path("<int:pk>/revise", editing.revise, name="revise"),
    path("<int:pk>/publish", editing.publish, name="publish"),
    path("<int:pk>/withdraw", editing.withdraw, name="withdraw"),
]
