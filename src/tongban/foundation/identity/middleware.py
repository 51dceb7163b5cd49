"""Limits of a session: idle and absolute, its place; the password and the second factor that come before anything else."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tongban.foundation.identity import policy, rules
from tongban.foundation.identity.address import client_ip
from tongban.foundation.identity.models import Account
from tongban.foundation.identity.queries import has_factors
from tongban.foundation.identity.signing_in import ELSEWHERE, refuse_address
from tongban.foundation.options import api as options
from tongban.foundation.ui.api import is_htmx, is_poll
from tongban.kernel.now import now

TOUCH = timedelta(minutes=1)  # session activity is written at most once a minute
STARTED, SEEN, FACTOR = "tb_started", "tb_seen", "tb_factor"


class SessionLimits:
    """A session that is over is nobody's: the page's own guard then leads to the login and back.

    The page's look for news does not count as activity, or an unwatched screen would stay open for ever.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Account):
            at = now()
            if _over(request, at):
                logout(request)
                messages.warning(request, "登录已超时，请重新登录。")
            elif not rules.address_allowed(client_ip(request), request.user.addresses):
                refuse_address(request.user, ip=client_ip(request), at=at)
                logout(request)
                messages.warning(request, ELSEWHERE)
            elif _must_renew(request.user, at) and not _open_before_renewal(request):
                return _go(request, reverse("identity:change-password"))
            elif lacks_factor(request) and not _open_before_factor(request):
                return _go(request, reverse("identity:security"))
        return self.get_response(request)


def _over(request: HttpRequest, at: datetime) -> bool:
    session = request.session
    started, seen = _moment(session.get(STARTED)) or at, _moment(session.get(SEEN)) or at
    idle = timedelta(minutes=options.whole(policy.IDLE_MINUTES))
    longest = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    if rules.session_over(started=started, seen=seen, at=at, idle=idle, longest=longest):
        return True
    if SEEN not in session or (abs(at - seen) >= TOUCH and not is_poll(request)):
        session.update({STARTED: started.isoformat(), SEEN: at.isoformat()})
    return False


def _must_renew(account: Account, at: datetime) -> bool:
    if account.side == Account.PUBLIC:  # the public keeps its password as long as it likes
        return False
    return account.must_change_password or rules.password_due(
        account.password_changed_at, at=at, days=options.whole(policy.PASSWORD_DAYS)
    )


def _open_before_renewal(request: HttpRequest) -> bool:
    return request.path in (reverse("identity:change-password"), reverse("account_logout"))


def lacks_factor(request: HttpRequest) -> bool:
    """Whether the viewer must set up a second factor before anything else. Asked until the answer is no, once a session."""
    account = request.user
    if not policy.demands_factors() or request.session.get(FACTOR) or not isinstance(account, Account):
        return False
    if policy.must_have_factor(account, now()) and not has_factors(account):
        return True
    request.session[FACTOR] = True
    return False


def _open_before_factor(request: HttpRequest) -> bool:
    own = ("security", "new-totp", "new-passkey", "change-password")
    return request.path in {*(reverse(f"identity:{name}") for name in own), reverse("account_logout")}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _go(request: HttpRequest, address: str) -> HttpResponse:
    return HttpResponse(headers={"HX-Redirect": address}) if is_htmx(request) else redirect(address)
