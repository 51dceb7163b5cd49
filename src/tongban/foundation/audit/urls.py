"""Addresses of the auditor; mounted under console/audit/."""

from django.urls import path

from tongban.foundation.audit import web

app_name = "audit"
urlpatterns = [
    path("", web.entries, name="list"),
    path("analysis", web.analysis, name="analysis"),
    path("export", web.download, name="export"),
    path("<int:entry_id>", web.entry, name="entry"),
]
