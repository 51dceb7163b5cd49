"""Words of identity that other apps may use."""

from dataclasses import dataclass

from tongban.kernel.errors import Anticipated
from tongban.kernel.events import Event

PERMISSIONS = {
    "identity.manage": "管理账号（开户、停用、重置密码）",
    "identity.certify": "填写证书编号",
    "identity.own": "使用本人账号",
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
