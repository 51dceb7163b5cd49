"""The public hall: its own pages, and the screens of the apps that belong to it, under their own names."""

from django.urls import include, path
from django.views.decorators.http import require_safe

from tongban.foundation.files.web import handed_out
from tongban.foundation.members.api import signed_in
from tongban.foundation.ui.web import display
from tongban.sites.portal import help_pages, web

own = (
    [
        path("", web.home, name="home"),
        path("companies", web.companies, name="companies"),
        path("display", display, name="display"),
    ],
    "portal",
)
helping = (
    [
        path("", help_pages.index, name="index"),
        path("accessibility", help_pages.accessibility, name="accessibility"),
        path("risks", help_pages.risks, name="risks"),
    ],
    "help",
)
files = ([path("<uuid:uid>", signed_in(require_safe(handed_out)), name="download")], "files")

urlpatterns = [
    path("", include(own)),
    path("", include("tongban.business.hall.urls")),
    path("help/", include(helping)),
    path("files/", include(files)),
    path("", include("tongban.foundation.notifications.public_urls")),
    path("account/", include("tongban.foundation.members.public_urls")),
]
