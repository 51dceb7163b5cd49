"""Root URLs: what machines ask, and each door that this process opens mounts its site."""

from collections.abc import Collection
from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from tongban.sites.console import health

DOORS = {"rest": "api/", "console": "console/", "counter": "counter/", "portal": "", "workbench": ""}


def mounted(sites: Collection[str], zone: str) -> list:
    """The patterns of a process that opens these sites. Staff log in nowhere but in the office."""
    return [
        path("healthz", health.healthz),
        path("readyz", health.readyz),
        path("metrics", health.metrics),
        *([path("", include("tongban.foundation.identity.urls"))] if zone == "office" else []),
        *([path("exchange/", include("tongban.engines.exchange.public_urls"))] if zone == "public" else []),
        *([path("api/", include("tongban.sites.rest.public_urls"))] if zone == "public" else []),
        *(path(route, include(f"tongban.sites.{name}.urls")) for name, route in DOORS.items() if _opens(name, sites)),
    ]


def _opens(name: str, sites: Collection[str]) -> bool:
    return name in sites and find_spec(f"tongban.sites.{name}") is not None


urlpatterns = mounted(settings.SITES, settings.ZONE)
handler400 = "tongban.foundation.ui.errors.bad_request"
handler403 = "tongban.foundation.ui.errors.permission_denied"
handler404 = "tongban.foundation.ui.errors.page_not_found"
handler500 = "tongban.foundation.ui.errors.server_error"
