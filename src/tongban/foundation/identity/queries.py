"""Finding accounts, by name and by the keys of their programs."""

from datetime import datetime

from django.db.models import QuerySet

from tongban.foundation.identity import rules
from tongban.foundation.identity.models import Account, Token


def staff_account(username: str) -> Account | None:
    """The staff account of this name, whatever its case."""
    return Account.objects.filter(side=Account.STAFF, username__iexact=username).first()


def usernames_like(base: str) -> set[str]:
    """The names in use that begin with this one."""
    found = Account.objects.filter(username__istartswith=base).values_list("username", flat=True)
    return {name.lower() for name in found}


def live_tokens(account: Account, *, at: datetime) -> QuerySet[Token]:
    """The keys of an account that still open, the newest first."""
    return Token.objects.filter(account=account, revoked_at=None, expires_at__gt=at).order_by("-pk")


def account_of_token(text: str, *, ip: str, at: datetime) -> Account | None:
    """Whose key this is; None for an unknown, revoked or expired one, and wherever the account itself may not log in. One query."""
    if not text.startswith(rules.TOKEN_BEGINNING) or len(text) > 100:
        return None
    rows = Token.objects.filter(digest=rules.token_digest(text), revoked_at=None, expires_at__gt=at).select_related(
        "account"
    )
    found = rows.first()
    if found is None or not _open(found.account, ip=ip, at=at):
        return None
    return found.account


def _open(account: Account, *, ip: str, at: datetime) -> bool:
    locked = account.locked_until is not None and account.locked_until > at
    renew = account.must_change_password or rules.password_due(account.password_changed_at, at=at)
    return account.is_active and not locked and not renew and rules.address_allowed(ip, account.addresses)
