"""/api/v1 and its description at /api/v1/openapi.json."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path

from tongban.foundation.ui import api as ui
from tongban.sites.rest.api import make

BY_TOKEN = ui.Access("token")  # declared for the structure test; rest.auth is the guard
OPEN = ui.Access("public")  # the description of the interface tells nothing of the installation


def _declared(patterns: Any) -> Iterator[URLPattern]:
    for pattern in patterns:
        pattern.callback.access = OPEN if pattern.name in ("openapi-json", "api-root") else BY_TOKEN
        yield pattern


_patterns, _app, _namespace = make().urls
urlpatterns = [path("v1/", (list(_declared(_patterns)), _app, _namespace))]
