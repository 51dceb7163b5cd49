"""The door of identity: accounts and what is done with them."""

from tongban.foundation.identity.address import client_ip
from tongban.foundation.identity.contracts import PERMISSIONS, AccountLocked, FactorsChanged
from tongban.foundation.identity.models import Account
from tongban.foundation.identity.operations import (
    bind_addresses,
    change_password,
    close_account,
    create_token,
    disable,
    enable,
    give_password,
    initial_hash,
    new_account,
    new_accounts,
    new_public_account,
    record_failure,
    record_refusal,
    record_sign_in,
    record_sign_out,
    reset_factors,
    reset_password,
    revoke_token,
    set_certificate_no,
)
from tongban.foundation.identity.policy import staff_password_faults
from tongban.foundation.identity.queries import (
    Waiting,
    account_of_token,
    administers,
    all_usernames,
    factor_words,
    factors_of,
    usernames_like,
    waiting,
    with_factors,
)
from tongban.foundation.identity.rules import password_faults

__all__ = [
    "Account", "AccountLocked", "FactorsChanged", "PERMISSIONS", "Waiting", "account_of_token", "administers",
    "all_usernames", "bind_addresses", "change_password", "client_ip", "close_account", "create_token", "disable",
    "enable", "factor_words", "factors_of", "give_password", "initial_hash", "new_account", "new_accounts",
    "new_public_account", "password_faults", "record_failure", "record_refusal", "record_sign_in",
    "record_sign_out", "reset_factors", "reset_password", "revoke_token", "set_certificate_no",
    "staff_password_faults", "usernames_like", "waiting", "with_factors",
]  # fmt: skip
