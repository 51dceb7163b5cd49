"""Pages that are the same for everybody who is not logged in: drawn once, and not sent again to who has them."""

import functools
import hashlib
from collections.abc import Callable
from typing import Any

from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.cache import get_conditional_response, patch_vary_headers

from tongban.foundation.ui import api as ui

KEEP = 24 * 3600  # seconds


def kept(stamp: Callable[..., str]) -> Callable[[ui.View], ui.View]:
    """`stamp` (called with the view's own arguments) names what the page shows; "" is never kept.

    Whoever is logged in, has a message waiting or asks with a query gets the page drawn for him.
    """

    def declare(view: ui.View) -> ui.View:
        @functools.wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.GET or request.user.is_authenticated or len(get_messages(request)):
                return view(request, *args, **kwargs)
            name = stamp(*args, **kwargs)
            return (
                _answer(request, name, lambda: view(request, *args, **kwargs))
                if name
                else view(request, *args, **kwargs)
            )

        return answered

    return declare


def _answer(request: HttpRequest, name: str, draw: Callable[[], Any]) -> HttpResponse:
    parts = (request.path, ui.display_of(request).text, static("ui/public.css"), name)
    tag = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
    answer: Any = get_conditional_response(request, etag=f'"{tag}"') or _kept(tag) or _drawn(tag, draw)
    if answer.status_code in (200, 304):
        answer["ETag"], answer["Cache-Control"] = f'"{tag}"', "private, no-cache"
    patch_vary_headers(answer, ["Cookie"])
    found: HttpResponse = answer
    return found


def _kept(tag: str) -> HttpResponse | None:
    page: bytes | None = cache.get(tag)
    return HttpResponse(page) if page is not None else None


def _drawn(tag: str, draw: Callable[[], Any]) -> Any:
    answer = draw()
    if answer.status_code == 200:
        cache.set(tag, answer.content, KEEP)
    return answer
