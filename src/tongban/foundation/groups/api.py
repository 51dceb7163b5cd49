"""The door of groups.

form.fields["readers"].people = groups.offered(people, actor)      # the same people, with the groups to find them by
"""

from collections.abc import Iterable

from tongban.foundation.groups.contracts import PERMISSIONS, GroupData
from tongban.foundation.groups.models import Group
from tongban.foundation.groups.operations import (
    add_members,
    change_group,
    create_group,
    lay_out,
    remove_group,
    remove_member,
)
from tongban.foundation.groups.queries import in_groups
from tongban.foundation.ui import api as ui
from tongban.kernel.actor import Actor

__all__ = [
    "PERMISSIONS", "Group", "GroupData", "add_members", "change_group", "create_group", "lay_out", "offered",
    "remove_group", "remove_member",
]  # fmt: skip


def offered(people: Iterable[ui.PersonChoice], actor: Actor) -> ui.Offered:
    """The rows of a chooser of people with the tree of groups beside them. Three statements."""
    found = ui.Offered(people)
    found.groups = in_groups(actor, found)
    return found
