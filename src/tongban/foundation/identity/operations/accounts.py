"""What can be done with accounts. Every change, every login and every refused one leaves an audit entry."""

import functools
import uuid
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from tongban.foundation.identity import policy, rules
from tongban.foundation.identity.contracts import AccountLocked
from tongban.foundation.identity.models import Account
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import doing, inside_operation, note, operation, publish

MANAGE = "identity.manage"


@inside_operation
def new_account(*, username: str, at: datetime, chosen: str = "") -> Account:
    """A staff account with the initial password, to be changed at the first login (F-ID-10); `chosen`: the hash of one that its
    owner chose before.
    """
    if Account.objects.filter(username__iexact=username).exists():
        raise Invalid({"username": f"用户名 {username} 已有人使用。"}, code="identity.username-taken")
    return Account.objects.create(
        username=username, password=chosen or initial_hash(), must_change_password=not chosen,
        password_changed_at=at if chosen else None, created_at=at,
    )  # fmt: skip


@inside_operation
def new_public_account(*, password: str, at: datetime) -> Account:
    """An account of the public, with the password that its owner chose. It is found by what its app knows of him; its name says nothing."""
    return Account.objects.create(
        side=Account.PUBLIC, username=f"m{uuid.uuid4().hex}", password=make_password(password), created_at=at,
        must_change_password=False, password_changed_at=at,
    )  # fmt: skip


@inside_operation
def give_password(account: Account, *, password: str, at: datetime) -> None:
    """A password that the owner chose, however he showed who he is. Other sessions end, failures are forgotten."""
    _set_password(account, make_password(password), at=at, must_change=False)


@inside_operation
def new_accounts(usernames: Sequence[str], *, at: datetime) -> list[Account]:
    """Many at once, in the order given, with the initial password; the database refuses a name that is taken."""
    password = initial_hash()
    return Account.objects.bulk_create(Account(username=name, password=password, created_at=at) for name in usernames)


@functools.cache
def initial_hash() -> str:
    """The hash of the initial password, made once a process: everybody is told that password, and must change it at the first login."""
    return make_password(settings.INITIAL_PASSWORD)


@inside_operation
def close_account(account: Account, *, reason: str) -> None:
    """Nobody may log in with it any more. What the person did keeps his name."""
    account.is_active, account.disabled_reason = False, reason[:200]
    account.save(update_fields=["is_active", "disabled_reason"])
    account.devices.filter(ended_at=None).update(ended_at=doing().at)


@operation(may="identity.own", on="account")
def change_password(*, account: Account, old: str, new: str, actor: Actor, at: datetime) -> None:
    """The owner changes his password; at the first login and when it is too old he must."""
    if not check_password(old, account.password):
        raise Invalid({"old": "原密码不对。"}, code="identity.wrong-password")
    faults = policy.staff_password_faults(new, username=account.username)
    if check_password(new, account.password):
        faults.append("新密码不能与原密码相同。")
    if faults:
        raise Invalid({"new": "".join(faults)}, code="identity.weak-password")
    _set_password(account, make_password(new), at=at, must_change=False)


@operation(may=MANAGE, on="account")
def reset_password(*, account: Account, actor: Actor, at: datetime) -> None:
    """A forgotten password: the administrator sets the initial one again; it must be changed at the next login. Open sessions end."""
    _set_password(account, initial_hash(), at=at, must_change=True)


@operation(may=MANAGE, on="account")
def disable(*, account: Account, reason: str, actor: Actor, at: datetime) -> None:
    """Close an account for a while or for good (F-ID-40)."""
    if not reason.strip():
        raise Invalid({"reason": "请写明停用原因。"})
    if not account.is_active:
        raise Conflict("这个账号已经停用。", code="identity.already-disabled")
    close_account(account, reason=reason.strip())
    note(reason=account.disabled_reason)


@operation(may=MANAGE, on="account")
def enable(*, account: Account, actor: Actor, at: datetime) -> None:
    """Open a disabled or locked account again."""
    account.is_active, account.disabled_reason, account.failures, account.locked_until = True, "", 0, None
    account.save(update_fields=["is_active", "disabled_reason", "failures", "locked_until"])


@operation(may=MANAGE, on="account")
def bind_addresses(*, account: Account, addresses: str, actor: Actor, at: datetime) -> None:
    """Allow login only from these addresses or networks, separated by blanks; none: from anywhere (F-ID-21)."""
    words = addresses.replace(",", " ").replace("，", " ").split()
    if wrong := rules.address_faults(" ".join(words)):
        raise Invalid({"addresses": f"不是有效的 IP 地址或网段：{'、'.join(wrong)}。"})
    account.addresses = " ".join(words)
    account.save(update_fields=["addresses"])
    note(addresses=account.addresses)


@operation(may="identity.certify")
def set_certificate_no(*, account: Account, number: str, actor: Actor, at: datetime) -> None:
    """Write the 证书编号. The right is asked for the whole installation: only the top administrator has it (F-ID-12).

    The number is the certificate's serial number, which opens the account (F-ID-30); an empty one takes that back at once.
    """
    written = "".join(number.replace(":", "").split()).upper()
    other = Account.objects.exclude(pk=account.pk).filter(certificate_no=written).first() if written else None
    if other is not None:
        raise Invalid(
            {"number": f"这个证书编号已登记在用户名 {other.username} 上。"}, code="identity.certificate-taken"
        )
    account.certificate_no = written
    account.save(update_fields=["certificate_no"])
    note(account=account.pk)


@operation(may="identity.sign_in", on="account")
def record_sign_in(*, account: Account, actor: Actor, at: datetime) -> bool:
    """A login that worked; failures are forgotten. False when the account was locked while the password was being checked."""
    now_held = Account.objects.select_for_update().get(pk=account.pk)
    if now_held.locked_until and now_held.locked_until > at:
        note(refused="locked")
        return False
    let_in(account, at=at)
    return True


@operation(may="identity.sign_in", on="account")
def record_password(*, account: Account, actor: Actor, at: datetime) -> bool:
    """The password was right and a second factor is asked now. Failures are not forgotten, or codes could be tried without end."""
    if Account.objects.filter(pk=account.pk, locked_until__gt=at).exists():
        note(refused="locked")
        return False
    return True


@operation(may="identity.sign_in", on="account")
def record_failure(*, account: Account, actor: Actor, at: datetime) -> datetime | None:
    """A wrong password. So many in a row as the options say lock the account for a while: gives the end of the lock."""
    return count_failure(Account.objects.select_for_update().get(pk=account.pk), at=at)


@inside_operation
def let_in(account: Account, *, at: datetime) -> None:
    """The login is complete: failures are forgotten."""
    account.failures, account.locked_until, account.last_login = 0, None, at
    account.save(update_fields=["failures", "locked_until", "last_login"])


@inside_operation
def count_failure(account: Account, *, at: datetime) -> datetime | None:
    """One more wrong password or code of an account that is held; gives the end of the lock when it causes one."""
    account.failures += 1
    note(failures=account.failures)
    if until := policy.locked_until(failures=account.failures, at=at):
        account.locked_until = until
        publish(AccountLocked(account_id=account.pk, minutes=int(policy.lock_lasts().total_seconds() // 60)))
    account.save(update_fields=["failures", "locked_until"])
    return account.locked_until


@operation(may="identity.sign_in", on="account")
def record_refusal(*, account: Account | None, why: str, actor: Actor, at: datetime) -> None:
    """A login that was refused without counting: unknown name, locked, disabled, wrong place.

    The typed name is not kept: it may be a password.
    """
    note(refused=why)


@operation(may="identity.own", on="account")
def record_sign_out(*, account: Account, leaving: bool, actor: Actor, at: datetime) -> None:
    """The session was ended: for somebody else at the same computer (系统注销), or because the person leaves (系统退出)."""
    note(leaving=leaving)


def _set_password(account: Account, password_hash: str, *, at: datetime, must_change: bool) -> None:
    account.password, account.must_change_password = password_hash, must_change
    account.password_changed_at = None if must_change else at
    account.failures, account.locked_until = 0, None
    account.save(update_fields=["password", "must_change_password", "password_changed_at", "failures", "locked_until"])
    account.devices.filter(ended_at=None).update(ended_at=at)
