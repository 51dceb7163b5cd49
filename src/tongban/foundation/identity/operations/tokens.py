"""Keys for programs: an account's owner makes them, for a time; they act as he does, with his rights and no others."""

import secrets
from datetime import datetime, timedelta

from tongban.foundation.identity.models import Account, Token
from tongban.foundation.identity.queries import live_tokens
from tongban.foundation.identity.rules import TOKEN_BEGINNING, TOKEN_DAYS, token_digest
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import note, operation

MOST = 20  # live ones of an account


@operation(may="identity.own", on="account")
def create_token(*, account: Account, name: str, days: int, actor: Actor, at: datetime) -> Token:
    """A new key, valid for some days (1 to 366). `text` of the result is the only time that it is seen; no table has it."""
    faults = {}
    if not name.strip():
        faults["name"] = "请写明给哪个程序使用。"
    if not 1 <= days <= TOKEN_DAYS:
        faults["days"] = f"有效期是 1 到 {TOKEN_DAYS} 天。"
    if faults:
        raise Invalid(faults)
    if live_tokens(account, at=at).count() >= MOST:
        raise Conflict(f"接口令牌已有 {MOST} 个，请先撤销不用的。", code="identity.too-many-tokens")
    text = TOKEN_BEGINNING + secrets.token_urlsafe(32)
    made = Token.objects.create(
        account=account, name=name.strip()[:60], digest=token_digest(text), beginning=text[:9], created_at=at,
        expires_at=at + timedelta(days=days),
    )  # fmt: skip
    made.text = text
    note(token=made.pk, name=made.name, days=days)
    return made


@operation(may="identity.own", on="account")
def revoke_token(*, account: Account, token: int, actor: Actor, at: datetime) -> None:
    """The key opens nothing from now on. Revoked twice is revoked once."""
    account.tokens.filter(pk=token, revoked_at=None).update(revoked_at=at)
    note(token=token)
