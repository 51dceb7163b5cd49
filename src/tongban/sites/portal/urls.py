"""The public hall: its own pages, and the screens of the apps that belong to it, under their own names."""

from django.urls import include, path

from tongban.foundation.ui.web import display
from tongban.sites.portal import web

own = ([path("", web.home, name="home"), path("display", display, name="display")], "portal")

urlpatterns = [
    path("", include(own)),
    path("", include("tongban.foundation.notifications.public_urls")),
    path("account/", include("tongban.foundation.members.public_urls")),
]
