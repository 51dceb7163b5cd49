"""Who may do what with cases: the window takes in, screens and delivers; steps are the desk's; a leader extends and decides."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tongban.business.casework.contracts import PERMISSIONS
from tongban.engines.flow import api as flow
from tongban.foundation.access import api as access
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Duty, Unit, holders
from tongban.kernel.actor import Actor


def at_window(actor: Actor, target: Any, at: datetime) -> bool:
    """Whoever carries the duty 窗口 in the organ of the item or case, or in one of its sections."""
    return _carries(actor, target.unit_id, (Duty.WINDOW,), at)


def at_some_window(request: Any) -> bool:
    """Whether a post of the viewer, or of somebody he stands in for, is at a window."""
    return any(key.startswith("d") and key.endswith(f".{Duty.WINDOW}") for key in inbox.keys_for(request))


def conducts(actor: Actor, case: Any, at: datetime) -> bool:
    """The handler of the case."""
    return actor.person_id is not None and case.handler_id == actor.person_id


def leads(actor: Actor, case: Any, at: datetime) -> bool:
    """A leader of the organ (本机关负责人)."""
    found = holders(unit_ids=[case.unit_id], at=at, rank=("head", "deputy"))
    return actor.person_id in {holder.person_id for holder in found}


def decides(actor: Actor, case: Any, at: datetime) -> bool:
    """The step 决定 lies on the actor's desk."""
    return flow.has_step(actor, case.reference, ["decide"], at)


def delivers(actor: Actor, case: Any, at: datetime) -> bool:
    """The step 送达 lies on the actor's desk."""
    return flow.has_step(actor, case.reference, ["deliver"], at)


def seals(actor: Actor, letter: Any, at: datetime) -> bool:
    """The letter lies on the actor's desk to be sealed."""
    return inbox.on_desk(actor, inbox.desks_of(letter.reference), at=at)


def _carries(actor: Actor, organ_id: int, duties: tuple[Duty, ...], at: datetime) -> bool:
    units = [organ_id, *Unit.objects.filter(organ_id=organ_id).values_list("pk", flat=True)]
    wanted = {inbox.duty_key(unit, duty) for unit in units for duty in duties}
    return bool(wanted & set(inbox.keys_of(actor, at=at)))


def register() -> None:
    rules: dict[str, Callable[[Actor, Any, datetime], bool]] = {
        "casework.take_in": at_window, "casework.screen": at_window, "casework.rate": at_window,
        "casework.withdraw": at_window, "casework.conduct": conducts, "casework.extend": leads,
        "casework.decide": decides, "casework.deliver": delivers, "casework.seal": seals,
    }  # fmt: skip
    access.declare(PERMISSIONS, rules=rules, somewhere={"casework.take_in": at_some_window})
    access.declare_role(
        access.RoleSpec(
            "case_reader",
            "办件查看员",
            access.RoleClass.OFFICER,
            ("casework.see_unit", "licenses.see_unit", "catalog.read"),
            "查看本单位全部办件、证照和事项清单",
        )
    )
