"""Around every request: its id and one log line; and anticipated errors turned into pages."""

import re
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

from tongban.foundation.ui.errors import refuse
from tongban.kernel.context import new_request_id, under_request_id
from tongban.kernel.errors import Anticipated
from tongban.kernel.text import is_visible, visible

log = structlog.get_logger("requests")
Answer = Callable[[HttpRequest], HttpResponse]
GIVEN = re.compile(r"[A-Za-z0-9_-]{8,64}")


class RequestId:
    """Takes the X-Request-ID of the proxy in front, or makes one; it joins log, audit entries and jobs.

    The line names the page's route, never the address: no query, no number of a thing, no personal data.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        identity = given if GIVEN.fullmatch(given) else new_request_id()
        started = time.perf_counter()
        with under_request_id(identity), structlog.contextvars.bound_contextvars(request_id=identity):
            response = self.get_response(request)
            self.tell(request, response, milliseconds=round((time.perf_counter() - started) * 1000, 1))
        response["X-Request-ID"] = identity
        return response

    def tell(self, request: HttpRequest, response: HttpResponse, *, milliseconds: float) -> None:
        match = request.resolver_match
        log.info(
            "request",
            method=request.method,
            route=match.route if match else "",
            view=match.view_name if match else "",
            status=response.status_code,
            ms=milliseconds,
        )


class VisibleText:
    """Takes out of what the browser sends what nobody can see (kernel.text): pasted from other programs, or meant to deceive.

    A password is not touched: it must be the same at every door.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        request.GET = _visible(request.GET)
        if request.method == "POST":
            request.POST = _visible(request.POST)


def _visible(sent: Any) -> Any:
    """A QueryDict for a QueryDict; the same one where there is nothing to take out."""
    hidden = [name for name, values in sent.lists() if "password" not in name and not all(map(is_visible, values))]
    if not hidden:
        return sent
    cleaned = sent.copy()
    for name in hidden:
        cleaned.setlist(name, [visible(value) for value in sent.getlist(name)])
    cleaned._mutable = False
    return cleaned


class Errors:
    """Turns tongban.kernel.errors into pages, or into a notice where htmx asked. Other exceptions are defects and pass."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refuse(request, exception) if isinstance(exception, Anticipated) else None
