"""Who may do what in supervision: watchers see their area and below, supervisors act in it, leaders of the unit answer."""

from datetime import datetime
from typing import Any

from tongban.business.supervision.contracts import PERMISSIONS
from tongban.foundation.access import api as access
from tongban.foundation.inbox import api as inbox
from tongban.kernel.actor import Actor


def answers(actor: Actor, order: Any, at: datetime) -> bool:
    """The 督办 lies on the actor's desk: a leader of the unit, or who stands in for him."""
    return inbox.on_desk(actor, inbox.desks_of(order.reference), at=at)


def exports(actor: Actor, _target: Any, at: datetime) -> bool:
    """Who watches some unit takes the lists of what he sees with him."""
    return "supervision.watch" in access.permissions_of(actor=actor, at=at)


def register() -> None:
    access.declare(PERMISSIONS, rules={"supervision.answer": answers, "supervision.export": exports})
    access.declare_role(
        access.RoleSpec(
            "supervisor", "监察员", access.RoleClass.OFFICER, ("supervision.watch", "supervision.order", "casework.see_unit"),
            "监察本地区和下级的办件，发牌、督办，不办理办件",
        )
    )  # fmt: skip
