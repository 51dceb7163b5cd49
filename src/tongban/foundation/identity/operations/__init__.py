"""What can be done with accounts, and with the keys of their programs."""

from tongban.foundation.identity.operations.accounts import (
    MANAGE,
    bind_addresses,
    change_password,
    close_account,
    disable,
    enable,
    give_password,
    initial_hash,
    new_account,
    new_public_account,
    record_failure,
    record_refusal,
    record_sign_in,
    record_sign_out,
    reset_password,
    set_certificate_no,
)
from tongban.foundation.identity.operations.tokens import create_token, revoke_token

__all__ = [
    "MANAGE", "bind_addresses", "change_password", "close_account", "create_token", "disable", "enable",
    "give_password", "initial_hash", "new_account", "new_public_account", "record_failure", "record_refusal",
    "record_sign_in", "record_sign_out", "reset_password", "revoke_token", "set_certificate_no",
]  # fmt: skip
