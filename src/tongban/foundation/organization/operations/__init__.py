"""What can be done with units, posts and people. Each is an operation: permission, transaction, audit entry."""

from tongban.foundation.organization.operations.applying import apply, approve, refuse
from tongban.foundation.organization.operations.handing import end_holding, hand_over
from tongban.foundation.organization.operations.importing import drop_import, load, record_check, start_import, take_up
from tongban.foundation.organization.operations.people import (
    appoint,
    change_contact,
    change_person,
    hire,
    leave,
    propose_username,
)
from tongban.foundation.organization.operations.posts import change_post, close_post, create_post, set_oversight
from tongban.foundation.organization.operations.reform import close_unit, merge_units
from tongban.foundation.organization.operations.regions import create_region, reserve_codes
from tongban.foundation.organization.operations.standing import (
    delegate,
    end_delegation,
    end_secretary,
    recall_delegation,
    set_secretary,
)
from tongban.foundation.organization.operations.units import (
    add_plaque,
    change_unit,
    create_unit,
    end_plaque,
    move_unit,
    rename_unit,
    set_superior,
)

__all__ = [
    "add_plaque", "apply", "appoint", "approve", "change_contact", "change_person", "change_post", "change_unit",
    "close_post", "close_unit", "create_post", "create_region", "create_unit", "delegate", "drop_import",
    "end_delegation", "end_holding", "end_plaque", "end_secretary", "hand_over", "hire", "leave", "load",
    "merge_units", "move_unit", "propose_username", "recall_delegation", "record_check", "refuse", "rename_unit", "reserve_codes",
    "set_oversight", "set_secretary", "set_superior", "start_import", "take_up",
]  # fmt: skip
