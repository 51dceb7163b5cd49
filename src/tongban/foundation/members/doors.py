"""Who may open a page of the portal: @public (ui), @signed_in, or @real_named."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from tongban.foundation.members.queries import to_accept
from tongban.foundation.ui.api import Access, View, guarded, logged_in, path_of


def signed_in(view: View) -> View:
    """A member of the public who is logged in and has accepted the texts that count now."""
    return guarded(view, Access("member"), _signed_in)


def real_named(view: View) -> View:
    """A member whose name was checked: what applies for something. Others are led to the check and back."""
    return guarded(view, Access("member"), _real_named)


def own_account(view: View) -> View:
    """A member who is logged in, whatever he has accepted: where he accepts, leaves, or closes his account."""
    return guarded(view, Access("member"), logged_in)


def _signed_in(request: Any) -> HttpResponse | None:
    answer = logged_in(request)
    if answer is None and to_accept(request.member):
        return _led_to("members:consent", request)
    return answer


def _real_named(request: Any) -> HttpResponse | None:
    answer = _signed_in(request)
    if answer is None and not request.member.real_named:
        return _led_to("members:real-name", request)
    return answer


def _led_to(name: str, request: HttpRequest) -> HttpResponse:
    """To another page first, and back: from a form that was sent, to the page that it stood on."""
    back = (
        request.get_full_path() if request.method in {"GET", "HEAD"} else path_of(request.headers.get("Referer", "/"))
    )
    return redirect(f"{reverse(name)}?{urlencode({'next': back})}")
