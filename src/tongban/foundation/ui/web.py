"""What every staff site serves beside its pages: the news that open pages ask for."""

import hashlib

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response

from tongban.foundation.ui.context import counts_of
from tongban.foundation.ui.rules import capped
from tongban.foundation.ui.views import staff


@staff
def news(request: HttpRequest) -> HttpResponse:
    """The counts of the menus as they are written on the screen; 304 while nothing changed. Asked every 30 s."""
    counts = {name: capped(count) if count else "" for name, count in sorted(counts_of(request).items())}
    tag = hashlib.sha256(repr(counts).encode()).hexdigest()[:16]
    response = JsonResponse({"counts": counts})
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{tag}"'
    answer = get_conditional_response(request, etag=f'"{tag}"', response=response)
    assert answer is not None
    return answer
