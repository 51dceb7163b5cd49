"""The door of identity: accounts and what is done with them."""

from tongban.foundation.identity.contracts import PERMISSIONS, AccountLocked
from tongban.foundation.identity.models import Account
from tongban.foundation.identity.operations import (
    change_password,
    client_ip,
    disable,
    enable,
    new_account,
    reset_password,
)

__all__ = [
    "PERMISSIONS",
    "Account",
    "AccountLocked",
    "change_password",
    "client_ip",
    "disable",
    "enable",
    "new_account",
    "reset_password",
]
