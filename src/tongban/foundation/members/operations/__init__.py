"""What can be done with the public's accounts: entering, the own account, who one is, and whom one acts for."""

from tongban.foundation.members.operations.accounts import (
    accept,
    change_contact,
    change_password,
    change_profile,
    choose_ways,
    close_account,
    export_own,
    reveal,
    withdraw,
)
from tongban.foundation.members.operations.checks import (
    begin_enterprise_check,
    begin_person_check,
    give_enterprise,
    give_name,
    record_answer,
    record_real_name,
    register_enterprise,
)
from tongban.foundation.members.operations.codes import check_code, clear_codes, send_code
from tongban.foundation.members.operations.entering import open_member, recover, register, spend_code
from tongban.foundation.members.operations.enterprises import confirm_agent, end_agent, give_agent, invite_agent
from tongban.foundation.members.operations.telling import tell

__all__ = [
    "accept", "begin_enterprise_check", "begin_person_check", "change_contact", "change_password", "change_profile",
    "check_code", "choose_ways", "clear_codes", "close_account", "confirm_agent", "end_agent", "export_own",
    "give_agent", "give_enterprise", "give_name", "invite_agent", "open_member", "record_answer", "record_real_name",
    "recover", "register", "register_enterprise", "reveal", "send_code", "spend_code", "tell", "withdraw",
]  # fmt: skip
