"""The cookies of a computer that remembers its owner (F-ID-02): the user name, and a random key in place of the password.

A stored password would open the account from any computer that reads it, for as long as it holds. The key opens it from this
browser alone, for TONGBAN_REMEMBER_DAYS, and ends with a changed password, with the account, or by the owner's hand. Second factor,
address and lock are asked as always. Administrators are not remembered.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tongban.foundation.identity import operations, policy, queries, rules
from tongban.foundation.identity.address import client_ip
from tongban.foundation.identity.models import Account, Device
from tongban.foundation.identity.operations.devices import new_key
from tongban.foundation.identity.signing_in import owner
from tongban.kernel.now import now

WANTED = "tb_remember"  # session: the box was ticked, the login is not complete yet
KEY, NAME = "tongban_device", "tongban_name"  # cookies


def device(request: HttpRequest) -> Device | None:
    """The row of this computer while it opens its account."""
    found = queries.device_of(request.COOKIES.get(KEY, ""))
    live = found is not None and found.ended_at is None and found.expires_at > now()
    return found if live else None


def name(request: HttpRequest) -> str:
    """The user name of the last who let himself be remembered here."""
    return str(request.COOKIES.get(NAME, ""))[:60]


def keep(request: HttpRequest, answer: HttpResponse, account: Account) -> None:
    """The login is complete: where the box was ticked the browser gets its cookies, and an older key is of no use any more."""
    wanted, days, at = request.session.pop(WANTED, None), settings.TONGBAN_REMEMBER_DAYS, now()
    if wanted is None:
        return
    if old := device(request):
        operations.end_device(account=old.account, device=old.pk, actor=owner(old.account, client_ip(request)), at=at)
    answer.delete_cookie(KEY)
    if not wanted:
        answer.delete_cookie(NAME)
        return
    _set(answer, NAME, account.username, days=365)
    if days and not policy.administers()(account, at):
        key, label = new_key(), rules.device_words(request.headers.get("User-Agent", ""))
        operations.remember_device(
            account=account, key=key, label=label, days=days, actor=owner(account, client_ip(request)), at=at
        )
        _set(answer, KEY, key, days=days)


def forget(answer: HttpResponse) -> None:
    for cookie in (KEY, NAME):
        answer.delete_cookie(cookie)


def _set(answer: Any, cookie: str, value: str, *, days: int) -> None:
    answer.set_cookie(
        cookie, value, max_age=days * 86_400, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
    )
