"""Whatever goes wrong under /api is told as problem+json, also what Django answers before or instead of the interface; what did
not change since it was read is not sent again."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware

from tongban.sites.rest.problems import CONTENT_TYPE, PREFIX, of_status

KEPT = ("Allow", "Retry-After", "WWW-Authenticate")


class Unchanged(ConditionalGetMiddleware):
    """Whoever sends the ETag that he has in If-None-Match gets 304 and nothing again. For the answers of the interface alone."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not request.path.startswith(PREFIX) or response.streaming:
            return response
        if request.method == "GET":
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return super().process_response(request, response)  # type: ignore[arg-type]


class Problems:
    """An unknown address, a method that is not there, a body too large, a defect: a page for people is of no use to a program."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(PREFIX) or response.status_code < 400:
            return response
        if response.get("Content-Type") == CONTENT_TYPE:
            return response
        told = of_status(response.status_code)
        for name in KEPT:
            if name in response:
                told[name] = response[name]
        return told
