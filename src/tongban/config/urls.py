"""Root URLs: each door that this process opens mounts its site."""

from django.conf import settings
from django.urls import include, path

SITE_URLS = {
    "workbench": path("", include("tongban.sites.workbench.urls")),
    "console": path("console/", include("tongban.sites.console.urls")),
}

urlpatterns = [SITE_URLS[name] for name in reversed(settings.SITES)]
handler404 = "tongban.foundation.ui.errors.page_not_found"
handler500 = "tongban.foundation.ui.errors.server_error"
