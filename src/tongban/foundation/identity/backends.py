"""Django's name for the login of staff by user name and password."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from tongban.foundation.identity.address import client_ip
from tongban.foundation.identity.models import Account
from tongban.foundation.identity.signing_in import sign_in
from tongban.kernel.now import now


class StaffBackend(BaseBackend):
    """SignInRefused leaves through here to the adapter, which tells its words; code that does not ask through it gets PermissionDenied."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Account | None:
        username, password = credentials.get("username") or "", credentials.get("password") or ""
        if request is None:
            raise PermissionDenied
        return sign_in(username=username, password=password, ip=client_ip(request), at=now())

    def get_user(self, user_id: int) -> Account | None:
        return Account.objects.filter(pk=user_id, side=Account.STAFF, is_active=True).first()
