"""Who calls: a program with a token of an account, or the browser session of somebody at work.

A token acts in the main post of its owner; the header X-Tongban-Post names another of his posts.
"""

import re
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth
from ninja.throttling import BaseThrottle

from tongban.foundation.identity.api import Account, account_of_token, client_ip
from tongban.foundation.organization.api import acting_actor
from tongban.foundation.programs import api as programs
from tongban.foundation.rates import api as rates
from tongban.kernel.errors import NotAllowed
from tongban.kernel.now import now

_POST = re.compile("[1-9][0-9]{0,17}")
_wait: ContextVar[int] = ContextVar("rest_wait", default=0)  # of the call under way


class Token(HttpBearer):
    """`Authorization: Bearer tb_…`. No session, so no CSRF token is asked for."""

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        ip, at = client_ip(request), now()
        account = account_of_token(token, ip=ip, at=at)
        if account is None:
            return None
        asked = request.headers.get("X-Tongban-Post")
        if asked is not None and not _POST.fullmatch(asked):
            raise programs.Malformed({"X-Tongban-Post": "X-Tongban-Post 是岗位号。"})
        actor = acting_actor(account, int(asked) if asked else None, ip=ip, at=at)
        if asked and str(actor.post_id) != asked:
            raise NotAllowed("X-Tongban-Post 不是您现在担任的岗位。", code="post-not-held")
        request.actor = actor  # type: ignore[attr-defined]
        return account


class Session(SessionAuth):
    """The session of the browser. Whatever changes something needs the CSRF token in X-CSRFToken."""


class Rate(BaseThrottle):
    """So many calls of an account in a minute, counted in the database: every process counts the same."""

    def allow_request(self, request: HttpRequest) -> bool:
        key = self.key(request)
        if not key:
            return True
        _wait.set(rates.count(key, most=self.most(), seconds=60, at=now()))
        return not _wait.get()

    def key(self, request: HttpRequest) -> str:
        """Whose calls are counted together; "" for nobody's."""
        actor = getattr(request, "actor", None)
        return f"rest:{actor.account_id}" if actor is not None and actor.account_id is not None else ""

    def most(self) -> int:
        return int(settings.REST_PER_MINUTE)

    def wait(self) -> float:
        """Seconds until it may be tried again."""
        return _wait.get()
