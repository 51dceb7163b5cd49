"""The desk of the staff: its own pages, and the screens of the apps that belong on it, under their own names."""

from django.urls import include, path

from tongban.foundation.ui.web import news
from tongban.sites.workbench import help_pages, web

own = (
    [
        path("", web.home, name="home"),
        path("news", news, name="news"),
        path("help", help_pages.open_help, name="help"),
        path("help/images/<str:name>", help_pages.picture, name="help-picture"),
        path("help/<slug:name>", help_pages.chapter, name="help-chapter"),
    ],
    "workbench",
)

urlpatterns = [
    path("", include(own)),
    path("inbox/", include("tongban.foundation.inbox.urls")),
    path("incidents/", include("tongban.foundation.incidents.urls")),
    path("callbacks/", include("tongban.foundation.callbacks.urls")),
    path("search/", include("tongban.foundation.search.urls")),
    path("notices/", include("tongban.foundation.notifications.urls")),
    path("files/", include("tongban.foundation.files.urls")),
    path("prints/", include("tongban.foundation.prints.urls")),
    path("pictures/", include("tongban.foundation.pictures.urls")),
    path("groups/", include("tongban.foundation.groups.urls")),
    path("organization/", include("tongban.foundation.organization.urls")),
    path("register/", include("tongban.foundation.organization.public_urls")),
    path("flow/", include("tongban.engines.flow.urls")),
    path("forms/", include("tongban.engines.forms.urls")),
    path("seals/", include("tongban.engines.seals.urls")),
    path("documents/", include("tongban.business.documents.urls")),
    path("cases/", include("tongban.business.casework.urls")),
    path("licenses/", include("tongban.business.licenses.urls")),
    path("catalog/", include("tongban.business.catalog.urls")),
]
