"""Addresses of the calendar; mounted under console/workdays/."""

from django.urls import path

from tongban.foundation.workdays import web

app_name = "workdays"
urlpatterns = [
    path("", web.year, name="year"),
    path("import", web.import_notice, name="import"),
    path("days", web.days, name="days"),
    path("hours", web.hours, name="hours"),
    path("history", web.history, name="history"),
]
