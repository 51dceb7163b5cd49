"""Login of staff by user name and password, with the lock counter in the database."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from tongban.foundation.identity import operations
from tongban.foundation.identity.models import Account
from tongban.kernel.now import now

_NOBODY = make_password("nobody")


class StaffBackend(BaseBackend):
    """A wrong pair takes as long as a right one, and says no more than that it was wrong."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Account | None:
        username, password = credentials.get("username"), credentials.get("password") or ""
        account = Account.objects.filter(side=Account.STAFF, username__iexact=username or "").first()
        if account is None:
            check_password(password, _NOBODY)
            return None
        return account if operations.check_sign_in(account, password, at=now(), request=request) else None

    def get_user(self, user_id: int) -> Account | None:
        return Account.objects.filter(pk=user_id, is_active=True).first()
