"""What can be done with accounts, their second factors, the keys of their programs and the computers that remember them."""

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
    new_accounts,
    new_public_account,
    record_failure,
    record_password,
    record_refusal,
    record_sign_in,
    record_sign_out,
    reset_password,
    set_certificate_no,
)
from tongban.foundation.identity.operations.devices import (
    end_device,
    record_certificate,
    record_remembered,
    remember_device,
)
from tongban.foundation.identity.operations.factors import (
    add_passkey,
    add_totp,
    check_code,
    record_passkey,
    remove_factor,
    renew_codes,
    reset_factors,
)
from tongban.foundation.identity.operations.tokens import create_token, revoke_token

__all__ = [
    "MANAGE", "add_passkey", "add_totp", "bind_addresses", "change_password", "check_code", "close_account",
    "create_token", "disable", "enable", "end_device", "give_password", "initial_hash", "new_account",
    "new_accounts", "new_public_account", "record_certificate", "record_failure", "record_passkey", "record_password", "record_refusal",
    "record_remembered", "record_sign_in", "record_sign_out", "remember_device", "remove_factor", "renew_codes",
    "reset_factors", "reset_password", "revoke_token", "set_certificate_no",
]  # fmt: skip
