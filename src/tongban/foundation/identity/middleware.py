"""Limits of a session: idle and absolute, and the password that must be changed first."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tongban.foundation.identity import rules
from tongban.kernel.now import now

TOUCH = timedelta(minutes=1)  # session activity is written at most once a minute
STARTED, SEEN = "tb_started", "tb_seen"


class SessionLimits:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if self._over(request):
                logout(request)
                messages.warning(request, "登录已超时，请重新登录。")
                return _to_login(request)
            if request.user.must_change_password and not _allowed_before_change(request):
                return redirect("identity:change-password")
        return self.get_response(request)

    def _over(self, request: HttpRequest) -> bool:
        at, session = now(), request.session
        started = _moment(session.get(STARTED)) or at
        seen = _moment(session.get(SEEN)) or at
        idle = timedelta(minutes=settings.TONGBAN_SESSION_IDLE_MINUTES)
        longest = timedelta(seconds=settings.SESSION_COOKIE_AGE)
        if rules.session_over(started=started, seen=seen, at=at, idle=idle, longest=longest):
            return True
        if SEEN not in session or abs(at - seen) >= TOUCH:
            session.update({STARTED: started.isoformat(), SEEN: at.isoformat()})
        return False


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _allowed_before_change(request: HttpRequest) -> bool:
    return request.path in (reverse("identity:change-password"), reverse("account_logout")) or request.path.startswith(
        settings.STATIC_URL
    )


def _to_login(request: HttpRequest) -> HttpResponse:
    target = (
        f"{reverse('account_login')}?next={request.get_full_path()}"
        if request.method == "GET"
        else reverse("account_login")
    )
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": target})
    return redirect(target)
