"""/api/v1 of the public zone, with an ETag on whatever is read; its description at /api/v1/openapi.json."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path
from django.views.decorators.http import conditional_page

from tongban.sites.rest.public import make
from tongban.sites.rest.urls import OPEN


def _declared(patterns: Any) -> Iterator[URLPattern]:
    for pattern in patterns:
        pattern.callback = conditional_page(pattern.callback)
        pattern.callback.access = OPEN
        yield pattern


_patterns, _app, _namespace = make().urls
urlpatterns = [path("v1/", (list(_declared(_patterns)), _app, _namespace))]
