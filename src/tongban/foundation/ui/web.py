"""What the sites serve beside their pages: the news that open pages ask for, and the dress of the public pages."""

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from tongban.foundation.ui.context import counts_of
from tongban.foundation.ui.display import A_YEAR, COOKIE, changed, display_of
from tongban.foundation.ui.rules import capped
from tongban.foundation.ui.views import path_of, public, staff


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


@public
@require_safe
def display(request: HttpRequest) -> HttpResponse:
    """?elder=on&next=/page: the reader's choice is kept in a cookie, then back to the page."""
    response = redirect(path_of(request.GET.get("next", "/")))
    chosen = changed(display_of(request), request.GET.dict())
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, chosen.text, max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax")
    return response
