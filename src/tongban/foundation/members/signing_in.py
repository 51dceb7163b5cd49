"""Whether a member is let in now, told in words. Each step that changes something is an operation."""

import functools
from datetime import datetime
from typing import NoReturn

from django.contrib.auth.hashers import check_password, make_password

from tongban.foundation.identity import api as identity
from tongban.foundation.members import operations
from tongban.foundation.members.contracts import SignInRefused
from tongban.foundation.members.models import Member
from tongban.foundation.members.queries import actor_of, member_by_contact
from tongban.kernel.actor import Actor

WRONG_PAIR = "手机号（邮箱）或密码不对。连续输错 5 次，账号锁定 15 分钟；忘了密码，可以用验证码登录或找回密码。"
LOCKED = "输错次数过多，账号已锁定 15 分钟。可以现在用“忘记密码”重设，或过一会儿再登录。"
DISABLED = "这个账号已停用，请到政务服务窗口处理。"


def by_password(*, contact: str, password: str, ip: str, at: datetime) -> Member:
    """The member whom the pair lets in. A wrong pair takes as long as a right one and says no more than that it was wrong."""
    member = member_by_contact(contact)
    if member is None:
        check_password(password, _nobody())
        _refuse(None, "unknown", WRONG_PAIR, ip=ip, at=at)
    if _locked(member, at):
        _refuse(member, "locked", LOCKED, ip=ip, at=at)
    if not check_password(password, member.account.password):
        until = identity.record_failure(account=member.account, actor=actor_of(member, ip=ip), at=at)
        raise SignInRefused(LOCKED if until and until > at else WRONG_PAIR)
    return _let_in(member, ip=ip, at=at)


def by_code(*, contact: str, code: str, ip: str, at: datetime) -> Member:
    """The member whom the code reached. Raises Invalid for a wrong code or an unknown address."""
    member = operations.spend_code(contact=contact, code=code, actor=Actor(ip=ip), at=at)
    return _let_in(member, ip=ip, at=at)


def _let_in(member: Member, *, ip: str, at: datetime) -> Member:
    if not member.account.is_active:
        _refuse(member, "disabled", DISABLED, ip=ip, at=at)
    if not identity.record_sign_in(account=member.account, actor=actor_of(member, ip=ip), at=at):
        raise SignInRefused(LOCKED)
    return member


def _locked(member: Member, at: datetime) -> bool:
    until = member.account.locked_until
    return until is not None and until > at


def _refuse(member: Member | None, why: str, words: str, *, ip: str, at: datetime) -> NoReturn:
    account, actor = (member.account, actor_of(member, ip=ip)) if member else (None, Actor(ip=ip))
    identity.record_refusal(account=account, why=why, actor=actor, at=at)
    raise SignInRefused(words)


@functools.cache
def _nobody() -> str:
    """A hash that costs as much to check as a real one."""
    return make_password("nobody")
