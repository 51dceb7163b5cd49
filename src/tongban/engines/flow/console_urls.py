"""Addresses of processes on the console."""

from django.urls import path

from tongban.engines.flow.web import designing as web
from tongban.engines.flow.web import looking, migrating, trying

app_name = "console-flow"
urlpatterns = [
    path("", web.processes, name="list"),
    path("new", web.new, name="new"),
    path("versions/<int:pk>.bpmn", web.download, name="download"),
    path("<slug:key>", web.process, name="process"),
    path("<slug:key>/compare", looking.compare, name="compare"),
    path("<slug:key>/time", looking.time, name="time"),
    path("<slug:key>/try", trying.attempt, name="try"),
    path("<slug:key>/migrate/<int:version>", migrating.migrate, name="migrate"),
    path("<slug:key>/draft", web.edit, name="edit"),
    path("<slug:key>/draft/discard", web.discard, name="discard"),
]
