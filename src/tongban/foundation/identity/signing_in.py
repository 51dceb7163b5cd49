"""Whether a user name and a password open an account now, told in words. Each step that changes something is an operation."""

import functools
from datetime import datetime
from typing import NoReturn

from django.contrib.auth.hashers import check_password, make_password

from tongban.foundation.identity import operations, rules
from tongban.foundation.identity.contracts import SignInRefused
from tongban.foundation.identity.models import Account
from tongban.foundation.identity.queries import staff_account
from tongban.kernel.actor import Actor

WRONG_PAIR = (
    f"用户名或密码不对。连续输错 {rules.LOCK_AFTER} 次，账号锁定 {int(rules.LOCK_FOR.total_seconds() // 60)} 分钟。"
)
DISABLED = "这个账号已停用，请联系本单位系统管理员。"
ELSEWHERE = "这个账号只能在指定的计算机上登录，请联系管理员。"


def sign_in(*, username: str, password: str, ip: str, at: datetime) -> Account:
    """The account that the pair opens; SignInRefused with the words for the login page otherwise.

    A wrong pair takes as long as a right one and says no more than that it was wrong. A locked account is never opened.
    """
    account = staff_account(username)
    if account is None:
        check_password(password, _nobody())
        _refuse(None, "unknown", WRONG_PAIR, ip=ip, at=at)
    if account.locked_until and account.locked_until > at:
        _refuse(account, "locked", _locked(account.locked_until, at), ip=ip, at=at)
    actor = Actor(account_id=account.pk, name=account.username, ip=ip)
    if not check_password(password, account.password):
        until = operations.record_failure(account=account, actor=actor, at=at)
        raise SignInRefused(_locked(until, at) if until and until > at else WRONG_PAIR)
    if not account.is_active:
        _refuse(account, "disabled", DISABLED, ip=ip, at=at)
    if not rules.address_allowed(ip, account.addresses):
        _refuse(account, "address", ELSEWHERE, ip=ip, at=at)
    if not operations.record_sign_in(account=account, actor=actor, at=at):
        raise SignInRefused(_locked(at + rules.LOCK_FOR, at))
    return account


def _refuse(account: Account | None, why: str, words: str, *, ip: str, at: datetime) -> NoReturn:
    actor = Actor(account_id=account.pk if account else None, name=account.username if account else "", ip=ip)
    operations.record_refusal(account=account, why=why, actor=actor, at=at)
    raise SignInRefused(words)


def _locked(until: datetime, at: datetime) -> str:
    minutes = max(1, round((until - at).total_seconds() / 60))
    return f"输错次数过多，账号已锁定，约 {minutes} 分钟后再试，或请管理员解锁。"


@functools.cache
def _nobody() -> str:
    """A hash that costs as much to check as a real one."""
    return make_password("nobody")
