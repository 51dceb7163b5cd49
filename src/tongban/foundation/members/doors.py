"""Who may open a page of the portal: @public (ui), @signed_in, or @real_named."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from tongban.foundation.ui.api import Access, View, guarded, logged_in


def signed_in(view: View) -> View:
    """A member of the public who is logged in and has accepted the texts that count now."""
    return guarded(view, Access("member"), _signed_in)


def real_named(view: View) -> View:
    """A member whose name was checked: what applies for something. Others are led to the check and back."""
    return guarded(view, Access("member"), _real_named)


def _signed_in(request: HttpRequest) -> HttpResponse | None:
    return logged_in(request)


def _real_named(request: Any) -> HttpResponse | None:
    answer = _signed_in(request)
    if answer is None and not request.member.real_named:
        return redirect(f"{reverse('members:real-name')}?{urlencode({'next': request.get_full_path()})}")
    return answer
