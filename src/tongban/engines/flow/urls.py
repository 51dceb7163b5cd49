"""Addresses of the moves of a step, mounted on the workbench."""

from django.urls import path

from tongban.engines.flow.web import batch, moves

app_name = "flow"
urlpatterns = [
    path("steps/<int:pk>/<slug:name>", moves.move, name="move"),
    path("batch", batch.batch, name="batch"),
    path("asked/<int:pk>/answer", moves.answer, name="answer"),
    path("asked/<int:pk>/take-back", moves.take_back, name="take-back"),
]
