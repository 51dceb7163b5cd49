"""Root URLs: login, and each door that this process opens mounts its site."""

from django.conf import settings
from django.urls import include, path

from tongban.sites.console import health


def _site(route: str, name: str) -> list:
    return [path(route, include(f"tongban.sites.{name}.urls"))] if name in settings.SITES else []


urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("", include("tongban.foundation.identity.urls")),
    *_site("api/", "rest"),
    *_site("console/", "console"),
    *_site("", "workbench"),
]
handler400 = "tongban.foundation.ui.errors.bad_request"
handler403 = "tongban.foundation.ui.errors.permission_denied"
handler404 = "tongban.foundation.ui.errors.page_not_found"
handler500 = "tongban.foundation.ui.errors.server_error"
