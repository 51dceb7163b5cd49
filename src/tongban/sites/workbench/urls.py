"""The desk of the staff. Screens of other apps are mounted here, under their own names."""

from django.urls import path

from tongban.foundation.ui.web import news
from tongban.sites.workbench import web

app_name = "workbench"
urlpatterns = [
    path("", web.home, name="home"),
    path("news", news, name="news"),
]
