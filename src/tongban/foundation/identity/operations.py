"""What can be done with accounts. Every change, and every refused login, leaves an audit entry."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from tongban.foundation.identity import rules
from tongban.foundation.identity.contracts import AccountLocked
from tongban.foundation.identity.models import Account
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import inside_operation, note, operation, publish


@inside_operation
def new_account(*, username: str, at: datetime, password_hash: str = "") -> Account:
    """A staff account with the initial password, to be changed at the first login (F-ID-10). `password_hash` spares hashing in bulk."""
    if Account.objects.filter(side=Account.STAFF, username__iexact=username).exists():
        raise Invalid({"username": f"用户名 {username} 已有人使用。"}, code="identity.username-taken")
    return Account.objects.create(
        username=username, password=password_hash or make_password(settings.INITIAL_PASSWORD), created_at=at
    )


@operation(may="identity.own", on="account")
def change_password(*, account: Account, old: str, new: str, actor: Actor, at: datetime) -> None:
    """The owner changes his password; at the first login and when it is too old he must."""
    if not account.check_password(old):
        raise Invalid({"old": "原密码不对。"}, code="identity.wrong-password")
    faults = rules.password_faults(new, username=account.username, initial=settings.INITIAL_PASSWORD)
    if check_password(new, account.password):
        faults.append("新密码不能与原密码相同。")
    if faults:
        raise Invalid({"new": "".join(faults)}, code="identity.weak-password")
    _set_password(account, make_password(new), at=at, must_change=False)


@operation(may="identity.manage", on="account")
def reset_password(*, account: Account, actor: Actor, at: datetime) -> None:
    """A forgotten password: the administrator sets the initial one again; it must be changed at the next login."""
    _set_password(account, make_password(settings.INITIAL_PASSWORD), at=at, must_change=True)


@operation(may="identity.manage", on="account")
def disable(*, account: Account, reason: str, actor: Actor, at: datetime) -> None:
    """Close an account. What the person did keeps his name."""
    if not reason.strip():
        raise Invalid({"reason": "请写明停用原因。"})
    if not account.is_active:
        raise Conflict("这个账号已经停用。", code="identity.already-disabled")
    account.is_active, account.disabled_reason = False, reason.strip()
    account.save(update_fields=["is_active", "disabled_reason"])
    note(reason=account.disabled_reason)


@operation(may="identity.manage", on="account")
def enable(*, account: Account, actor: Actor, at: datetime) -> None:
    """Open a disabled or locked account again."""
    account.is_active, account.disabled_reason, account.failures, account.locked_until = True, "", 0, None
    account.save(update_fields=["is_active", "disabled_reason", "failures", "locked_until"])


@operation(may="identity.sign_in", on="account")
def record_sign_in(*, account: Account, actor: Actor, at: datetime) -> None:
    """A login that worked; failures are forgotten."""
    account.failures, account.locked_until, account.last_login = 0, None, at
    account.save(update_fields=["failures", "locked_until", "last_login"])


@operation(may="identity.sign_in", on="account")
def record_failure(*, account: Account, actor: Actor, at: datetime) -> None:
    """A wrong password. Every fifth one in a row locks the account for a quarter of an hour."""
    locked = Account.objects.select_for_update().get(pk=account.pk)
    locked.failures += 1
    if until := rules.locked_until(failures=locked.failures, at=at):
        locked.locked_until = until
        publish(AccountLocked(account_id=locked.pk, minutes=int(rules.LOCK_FOR.total_seconds() // 60)))
    locked.save(update_fields=["failures", "locked_until"])
    note(failures=locked.failures)


def check_sign_in(account: Account, password: str, *, at: datetime, request: Any = None) -> bool:
    """Whether this pair opens the account now. Counts failures; a locked or disabled account is never opened."""
    actor = Actor(account_id=account.pk, name=account.username, ip=client_ip(request))
    if account.locked_until and account.locked_until > at:
        return False
    if not check_password(password, account.password):
        record_failure(account=account, actor=actor, at=at)
        return False
    if not account.is_active:
        return False
    record_sign_in(account=account, actor=actor, at=at)
    return True


def client_ip(request: Any) -> str:
    """The address the request came from, as the web server gives it."""
    return request.META.get("REMOTE_ADDR", "") if request is not None else ""


def _set_password(account: Account, password_hash: str, *, at: datetime, must_change: bool) -> None:
    account.password, account.must_change_password = password_hash, must_change
    account.password_changed_at = None if must_change else at
    account.failures, account.locked_until = 0, None
    account.save(update_fields=["password", "must_change_password", "password_changed_at", "failures", "locked_until"])
