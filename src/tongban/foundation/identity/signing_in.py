"""Whether somebody is let into an account now, told in words. Each step that changes something is an operation."""

import functools
from datetime import datetime
from typing import NoReturn

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password, make_password

from tongban.foundation.identity import certificates, operations, policy, rules
from tongban.foundation.identity.contracts import SignInRefused
from tongban.foundation.identity.models import Account, Device
from tongban.foundation.identity.queries import certified_account, has_factors, staff_account, waiting
from tongban.foundation.options import api as options
from tongban.kernel.actor import Actor
from tongban.lib.gm.x509 import Certificate

DISABLED = "这个账号已停用，请联系本单位系统管理员。"
WRONG_CODE = "验证码不对。请看手机上现在显示的 6 位数字；手机不在身边的，用一个恢复码。"
UNKNOWN_CERTIFICATE = "这张证书没有登记在任何账号上。请系统管理员在您的账号上填写证书编号。"
ELSEWHERE = "这个账号只能在指定的计算机上登录，请联系管理员。"


def sign_in(*, username: str, password: str, ip: str, at: datetime) -> Account:
    """The account that the pair opens; SignInRefused with the words for the login page otherwise.

    A wrong pair takes as long as a right one and says no more than that it was wrong. A locked account is never opened.
    Whoever asked for an account and gives the password that he chose is told that nobody has opened it yet (F-ID-26).
    """
    account = staff_account(username)
    if account is None:
        asked = waiting()(username)
        known = check_password(password, asked.password if asked else _nobody())
        _refuse(None, "waiting" if known else "unknown", asked.words if asked and known else wrong_pair(), ip=ip, at=at)
    _require_unlocked(account, ip=ip, at=at)
    actor = owner(account, ip)
    if not check_password(password, account.password):
        until = operations.record_failure(account=account, actor=actor, at=at)
        raise SignInRefused(_locked(until, at) if until and until > at else wrong_pair())
    _require_open(account, ip=ip, at=at)
    record = operations.record_password if has_factors(account) else operations.record_sign_in
    if not record(account=account, actor=actor, at=at):
        raise SignInRefused(_locked(at + policy.lock_lasts(), at))
    return account


def with_code(account: Account, *, code: str, ip: str, at: datetime) -> None:
    """The step after the password; SignInRefused with the words for its page when the code is wrong."""
    _require_unlocked(account, ip=ip, at=at)
    if not operations.check_code(account=account, code=code, actor=owner(account, ip), at=at):
        account.refresh_from_db(fields=["locked_until"])
        locked = account.locked_until is not None and account.locked_until > at
        raise SignInRefused(_locked(account.locked_until or at, at) if locked else WRONG_CODE)


def with_passkey(account: Account, *, factor: Authenticator, ip: str, at: datetime) -> None:
    """A passkey that has signed the challenge, alone or after the password."""
    _require_unlocked(account, ip=ip, at=at)
    _require_open(account, ip=ip, at=at)
    if not operations.record_passkey(account=account, factor=factor, actor=owner(account, ip), at=at):
        raise SignInRefused(_locked(at + policy.lock_lasts(), at))


def with_device(device: Device, *, ip: str, at: datetime) -> Account:
    """By one press at a remembered computer; the account. A second factor, where there is one, is asked afterwards."""
    account = device.account
    _require_unlocked(account, ip=ip, at=at)
    _require_open(account, ip=ip, at=at)
    if not operations.record_remembered(account=account, device=device, actor=owner(account, ip), at=at):
        raise SignInRefused("这台计算机已不再记住您，请输入密码登录。")
    return account


def with_certificate(certificate: Certificate, *, ip: str, at: datetime) -> Account:
    """By a certificate whose key the web server proved (F-ID-30); the account. A second factor, where there is one, is asked afterwards."""
    if wrong := certificates.fault(certificate, at=at):
        _refuse(None, "certificate", wrong, ip=ip, at=at)
    account = certified_account(certificates.numbers(certificate))
    if account is None:
        _refuse(None, "certificate-unknown", UNKNOWN_CERTIFICATE, ip=ip, at=at)
    _require_unlocked(account, ip=ip, at=at)
    _require_open(account, ip=ip, at=at)
    serial = certificates.numbers(certificate)[0]
    if not operations.record_certificate(account=account, serial=serial, actor=owner(account, ip), at=at):
        raise SignInRefused(_locked(at + policy.lock_lasts(), at))
    return account


def _require_unlocked(account: Account, *, ip: str, at: datetime) -> None:
    if account.locked_until and account.locked_until > at:
        _refuse(account, "locked", _locked(account.locked_until, at), ip=ip, at=at)


def _require_open(account: Account, *, ip: str, at: datetime) -> None:
    if not account.is_active:
        _refuse(account, "disabled", DISABLED, ip=ip, at=at)
    if not rules.address_allowed(ip, account.addresses):
        _refuse(account, "address", ELSEWHERE, ip=ip, at=at)


def owner(account: Account, ip: str) -> Actor:
    """Who acts at a login: the account itself, of whom nothing else is known yet."""
    return Actor(account_id=account.pk, name=account.username, ip=ip)


def refuse_address(account: Account, *, ip: str, at: datetime) -> None:
    """A session that went on from a place where the account may not be used is ended, and that is recorded (F-ID-21)."""
    operations.record_refusal(account=account, why="address", actor=owner(account, ip), at=at)


def _refuse(account: Account | None, why: str, words: str, *, ip: str, at: datetime) -> NoReturn:
    actor = owner(account, ip) if account else Actor(name="", ip=ip)
    operations.record_refusal(account=account, why=why, actor=actor, at=at)
    raise SignInRefused(words)


def wrong_pair() -> str:
    tries, minutes = options.whole(policy.LOCK_AFTER), options.whole(policy.LOCK_MINUTES)
    return f"用户名或密码不对。连续输错 {tries} 次，账号锁定 {minutes} 分钟。"


def _locked(until: datetime, at: datetime) -> str:
    minutes = max(1, round((until - at).total_seconds() / 60))
    return f"输错次数过多，账号已锁定，约 {minutes} 分钟后再试，或请管理员解锁。"


@functools.cache
def _nobody() -> str:
    """A hash that costs as much to check as a real one."""
    return make_password("nobody")
