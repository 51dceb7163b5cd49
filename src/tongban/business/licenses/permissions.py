"""Who may do what with licences: sealing is the desk's, the rest are duties of the unit."""

from datetime import datetime
from typing import Any

from tongban.business.licenses.contracts import PERMISSIONS
from tongban.foundation.access import api as access
from tongban.foundation.inbox import api as inbox
from tongban.kernel.actor import Actor


def on_desk(actor: Actor, license: Any, at: datetime) -> bool:
    """The licence lies on the actor's desk to be sealed."""
    return inbox.on_desk(actor, inbox.desks_of(license.reference), at=at)


def register() -> None:
    access.declare(PERMISSIONS, rules={"licenses.seal": on_desk})
    access.declare_role(
        access.RoleSpec(
            "license_manager",
            "证照管理员",
            access.RoleClass.OFFICER,
            ("licenses.see_unit", "licenses.revoke", "licenses.annotate"),
        )
    )
