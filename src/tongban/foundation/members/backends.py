"""Whose session it is in the public zone: a public account that is open. How it was opened is in signing_in."""

from django.contrib.auth.backends import BaseBackend

from tongban.foundation.identity.api import Account


class MemberBackend(BaseBackend):
    def get_user(self, user_id: int) -> Account | None:
        return Account.objects.filter(pk=user_id, side=Account.PUBLIC, is_active=True).first()
