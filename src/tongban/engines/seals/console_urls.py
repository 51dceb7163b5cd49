"""Addresses of the seal office on the console."""

from django.urls import path

from tongban.engines.seals.web import acts, office

app_name = "console-seals"
urlpatterns = [
    path("", office.seals, name="list"),
    path("new", office.choose, name="choose"),
    path("new/<int:unit_pk>/<slug:sort>", office.make_seal, name="make"),
    path("new/<int:unit_pk>/<slug:sort>/preview.svg", office.preview, name="preview"),
    path("<int:pk>", office.seal, name="seal"),
    path("<int:pk>/impression.svg", office.impression, name="impression"),
    path("<int:pk>/<slug:name>", acts.act, name="act"),
]
