"""Second factors: one-time codes of an app, passkeys, recovery codes. The rows are allauth's, the changes are operations."""

import secrets
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.contrib.auth.hashers import check_password

from tongban.foundation.identity.contracts import FACTORS, PASSKEY, RECOVERY, TOTP, FactorsChanged, NewPasskey
from tongban.foundation.identity.models import Account
from tongban.foundation.identity.operations.accounts import count_failure, let_in
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import inside_operation, note, operation, publish

MOST_PASSKEYS = 10


@operation(may="identity.own", on="account")
def add_totp(
    *, account: Account, password: str, secret: str, code: str, actor: Actor, at: datetime
) -> Authenticator | None:
    """An app on the owner's phone makes codes from now on. Gives the row of the recovery codes when they came with it."""
    _require_password(account, password)
    if Authenticator.objects.filter(user=account, type=TOTP).exists():
        raise Conflict("动态口令已经启用，要换手机请先停用。", code="identity.totp-already")
    if not totp.validate_totp_code(secret, code.replace(" ", "")):
        raise Invalid({"code": "验证码不对。请看手机上现在显示的 6 位数字，并核对手机的时间。"})
    totp.TOTP.activate(account, secret)
    return _added(account, TOTP)


@operation(may="identity.own", on="account")
def add_passkey(
    *, account: Account, password: str, passkey: NewPasskey, actor: Actor, at: datetime
) -> Authenticator | None:
    """A computer or key of the owner opens the account by fingerprint, face or PIN (F-ID-27). Gives the recovery codes' row as above."""
    _require_password(account, password)
    if Authenticator.objects.filter(user=account, type=PASSKEY).count() >= MOST_PASSKEYS:
        raise Conflict(f"通行密钥已有 {MOST_PASSKEYS} 个，请先删除不用的。", code="identity.too-many-passkeys")
    if not passkey.name.strip():
        raise Invalid({"name": "请写一个名称，方便以后认出来。"})
    WebAuthn.add(account, passkey.name.strip()[:60], passkey.credential)
    return _added(account, PASSKEY)


@operation(may="identity.own", on="account")
def remove_factor(*, account: Account, password: str, factor: int, actor: Actor, at: datetime) -> None:
    """The owner takes a factor away; with the last one its recovery codes go."""
    _require_password(account, password)
    row = Authenticator.objects.filter(user=account, pk=factor, type__in=[TOTP, PASSKEY]).first()
    if row is None:
        raise Conflict("这一项已经停用或删除。", code="identity.no-such-factor")
    row.delete()
    rest = Authenticator.objects.filter(user=account)
    if not rest.exclude(type=RECOVERY).exists():
        rest.delete()
    note(factor=row.type)
    publish(FactorsChanged(account.pk, f"停用了{FACTORS[row.type]}"))


@operation(may="identity.own", on="account")
def renew_codes(*, account: Account, password: str, actor: Actor, at: datetime) -> Authenticator:
    """New recovery codes; the old ones open nothing any more."""
    _require_password(account, password)
    rows = Authenticator.objects.filter(user=account)
    if not rows.exclude(type=RECOVERY).exists():
        raise Conflict("请先启用动态口令或通行密钥。", code="identity.no-factor")
    rows.filter(type=RECOVERY).delete()
    note(factor=RECOVERY)
    publish(FactorsChanged(account.pk, "重新生成了恢复码"))
    return RecoveryCodes.activate(account).instance


@operation(may="identity.reset_factors", on="account")
def reset_factors(*, account: Account, reason: str, actor: Actor, at: datetime) -> None:
    """Everything besides the password is taken away, because the owner lost it: he is told, and his remembered computers end."""
    if not reason.strip():
        raise Invalid({"reason": "请写明怎样核实了本人，以及重置的原因。"})
    gone, _ = Authenticator.objects.filter(user=account).delete()
    if not gone:
        raise Conflict("这个账号没有第二验证。", code="identity.no-factor")
    account.devices.filter(ended_at=None).update(ended_at=at)
    note(reason=reason.strip())
    publish(FactorsChanged(account.pk, f"管理员重置了第二验证（{reason.strip()[:60]}）"))


@operation(may="identity.sign_in", on="account")
def check_code(*, account: Account, code: str, actor: Actor, at: datetime) -> bool:
    """The step after the password: a code of the app, or a recovery code. A wrong one counts like a wrong password."""
    held = Account.objects.select_for_update().get(pk=account.pk)
    if held.locked_until and held.locked_until > at:
        note(refused="locked")
        return False
    if row := _matching(account, "".join(code.split()).replace("-", "")):
        _used(held, row, at=at)
        return True
    count_failure(held, at=at)
    return False


@operation(may="identity.sign_in", on="account")
def record_passkey(*, account: Account, factor: Authenticator, actor: Actor, at: datetime) -> bool:
    """A passkey signed the challenge: alone, or after the password. False when the account was locked meanwhile."""
    held = Account.objects.select_for_update().get(pk=account.pk)
    if held.locked_until and held.locked_until > at:
        note(refused="locked")
        return False
    _used(held, factor, at=at)
    return True


@inside_operation
def _used(account: Account, row: Authenticator, *, at: datetime) -> None:
    row.last_used_at = at
    row.save(update_fields=["last_used_at", "data"])
    note(factor=row.type)
    let_in(account, at=at)


@inside_operation
def _added(account: Account, kind: str) -> Authenticator | None:
    note(factor=kind)
    publish(FactorsChanged(account.pk, f"启用了{FACTORS[kind]}"))
    if Authenticator.objects.filter(user=account, type=RECOVERY).exists():
        return None
    return RecoveryCodes.activate(account).instance


@inside_operation
def _matching(account: Account, code: str) -> Authenticator | None:
    """The app or the recovery codes that this code belongs to, not used before; None: it is wrong."""
    rows = {row.type: row for row in Authenticator.objects.filter(user=account)}
    if TOTP in rows and _fresh(rows[TOTP], code):
        return rows[TOTP]
    codes = rows[RECOVERY].wrap() if RECOVERY in rows else None
    return (
        codes.instance if codes is not None and codes.validate_code(code) else None
    )  # it marks the code on a row of its own


def _fresh(row: Authenticator, code: str) -> bool:
    """Whether this is the code of now, of half a minute before or after; each opens once, on whichever process it arrives."""
    secret, last = decrypt(row.data["secret"]), row.data.get("counter", 0)
    for counter in totp.yield_hotp_counters_from_time():
        if counter > last and secrets.compare_digest(totp.format_hotp_value(totp.hotp_value(secret, counter)), code):
            row.data["counter"] = counter
            return True
    return False


def _require_password(account: Account, password: str) -> None:
    if not check_password(password, account.password):
        raise Invalid({"password": "密码不对。"}, code="identity.wrong-password")
