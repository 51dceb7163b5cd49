"""Words of identity that other apps may use."""

from dataclasses import dataclass
from typing import Any

from tongban.kernel.errors import Anticipated
from tongban.kernel.events import Event

PERMISSIONS = {
    "identity.manage": "管理账号（开户、停用、重置密码）",
    "identity.certify": "填写证书编号",
    "identity.own": "使用本人账号",
    "identity.reset_factors": "重置他人的第二验证",
    "identity.sign_in": "登录",
}


class SignInRefused(Anticipated):
    """The pair does not open an account now. The audit entry is made by the operation that counted it."""

    code = "identity.sign-in-refused"
    status = 422


@dataclass(frozen=True, slots=True)
class AccountLocked(Event):
    """Too many wrong passwords: the account is closed for a while."""

    account_id: int
    minutes: int


TOTP, PASSKEY, RECOVERY = "totp", "webauthn", "recovery_codes"  # allauth's words
FACTORS = {TOTP: "动态口令", PASSKEY: "通行密钥", RECOVERY: "恢复码"}


@dataclass(frozen=True, slots=True)
class FactorsChanged(Event):
    """What is asked at the login besides the password is another from now on; `text` says what was done."""

    account_id: int
    text: str


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What a browser gave for a new passkey, proved by `passkeys.registered` and by nothing else."""

    name: str
    credential: dict[str, Any]
