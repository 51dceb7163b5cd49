"""The console: administration, the gallery of components, and the screens of the apps that belong on it, under their own names."""

from django.urls import include, path

from tongban.foundation.ui.web import news
from tongban.sites.console import beginning, gallery, web

own = (
    [
        path("", web.home, name="home"),
        path("beginning", beginning.page, name="beginning"),
        path("news", news, name="news"),
        path("ui", gallery.components, name="gallery"),
        path("ui/home", gallery.home, name="gallery-home"),
        path("ui/list", gallery.table, name="gallery-list"),
        path("ui/document", gallery.document, name="gallery-document"),
    ],
    "console",
)

urlpatterns = [
    path("", include(own)),
    path("access/", include("tongban.foundation.access.console_urls")),
    path("audit/", include("tongban.foundation.audit.urls")),
    path("jobs/", include("tongban.foundation.jobs.urls")),
    path("exchange/", include("tongban.engines.exchange.console_urls")),
    path("options/", include("tongban.foundation.options.urls")),
    path("messages/", include("tongban.foundation.notifications.console_urls")),
    path("seals/", include("tongban.engines.seals.console_urls")),
    path("processes/", include("tongban.engines.flow.console_urls")),
    path("forms/", include("tongban.engines.forms.console_urls")),
    path("supervision/", include("tongban.business.supervision.urls")),
    path("numbering/", include("tongban.foundation.numbering.urls")),
    path("codes/", include("tongban.foundation.codes.urls")),
    path("groups/", include("tongban.foundation.groups.console_urls")),
    path("workdays/", include("tongban.foundation.workdays.urls")),
    path("", include("tongban.foundation.organization.console_urls")),
]
