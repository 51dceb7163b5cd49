"""Computers that remember their owner (F-ID-02)."""

import secrets
from datetime import datetime, timedelta

from tongban.foundation.identity.models import Account, Device
from tongban.foundation.identity.operations.accounts import let_in
from tongban.foundation.identity.queries import has_factors
from tongban.foundation.identity.rules import token_digest
from tongban.kernel.actor import Actor
from tongban.kernel.operations import note, operation


@operation(may="identity.own", on="account")
def remember_device(*, account: Account, key: str, label: str, days: int, actor: Actor, at: datetime) -> Device:
    """The computer that keeps this key opens the account by one press for some days."""
    made = Device.objects.create(
        account=account, digest=token_digest(key), label=label[:60], created_at=at, used_at=at,
        expires_at=at + timedelta(days=days),
    )  # fmt: skip
    note(device=made.pk, label=made.label, days=days)
    return made


@operation(may="identity.own", on="account")
def end_device(*, account: Account, device: int, actor: Actor, at: datetime) -> None:
    """The computer must be told user name and password again. Ended twice is ended once."""
    account.devices.filter(pk=device, ended_at=None).update(ended_at=at)
    note(device=device)


@operation(may="identity.sign_in", on="account")
def record_remembered(*, account: Account, device: Device, actor: Actor, at: datetime) -> bool:
    """One press at a remembered computer: the login, or with a second factor the step before it.

    False when it was ended, or the account locked, in the meantime.
    """
    held = Account.objects.select_for_update().get(pk=account.pk)
    locked = held.locked_until is not None and held.locked_until > at
    live = Device.objects.filter(pk=device.pk, ended_at=None, expires_at__gt=at).update(used_at=at)
    if locked or not live:
        note(refused="locked" if locked else "device")
        return False
    note(device=device.pk)
    if not has_factors(account):
        let_in(held, at=at)
    return True


@operation(may="identity.sign_in", on="account")
def record_certificate(*, account: Account, serial: str, actor: Actor, at: datetime) -> bool:
    """A certificate of the account, whose key the handshake proved: the login, or with a second factor the step before it.

    False when the account was locked in the meantime.
    """
    held = Account.objects.select_for_update().get(pk=account.pk)
    locked = held.locked_until is not None and held.locked_until > at
    note(certificate=serial, **({"refused": "locked"} if locked else {}))
    if not locked and not has_factors(account):
        let_in(held, at=at)
    return not locked


def new_key() -> str:
    return secrets.token_urlsafe(32)
