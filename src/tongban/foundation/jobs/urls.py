"""Addresses of background work; mounted under console/jobs/."""

from django.urls import path

from tongban.foundation.jobs import web

app_name = "jobs"
urlpatterns = [
    path("", web.overview, name="overview"),
    path("<int:job_id>", web.job, name="job"),
    path("<int:job_id>/retry", web.retry, name="retry"),
    path("<int:job_id>/discard", web.discard, name="discard"),
]
