"""Addresses of seals on the workbench."""

from django.urls import path

from tongban.engines.seals.web import mine, verifying

app_name = "seals"
urlpatterns = [
    path("", mine.seals, name="list"),
    path("verify", verifying.verify, name="verify"),
    path("<int:pk>", mine.seal, name="seal"),
    path("<int:pk>/password", mine.password, name="password"),
    path("<int:pk>/impression.svg", mine.impression, name="impression"),
    path("<int:pk>/export", mine.export, name="export"),
]
