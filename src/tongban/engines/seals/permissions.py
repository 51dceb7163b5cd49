"""Who may do what with seals: custody and approval are relations, making and looking over are roles."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tongban.engines.seals.contracts import SEAL_APPROVER, SEAL_KEEPER, SEAL_OFFICE
from tongban.engines.seals.models import Seal
from tongban.foundation.access import api as access
from tongban.foundation.organization.api import PostKind, holders, stands_in_for, units_above
from tongban.kernel.actor import Actor

LEADERS = (PostKind.HEAD, PostKind.DEPUTY)


def keeps(actor: Actor, seal: Any, at: datetime) -> bool:
    """The keeper, and nobody in his stead: a seal is handed over, never lent."""
    return isinstance(seal, Seal) and actor.person_id is not None and seal.keeper_id == actor.person_id


def sees_register(actor: Actor, seal: Any, at: datetime) -> bool:
    """The keeper, and those to whom a role shows the unit's register."""
    unit_id = getattr(seal, "unit_id", None)
    return keeps(actor, seal, at) or access.granted(
        actor=actor, permission="seals.see_register", unit_id=unit_id, at=at
    )


def approves(actor: Actor, seal: Any, at: datetime) -> bool:
    """用印审批权 (F-SE-06): a leader of the seal's unit or of one above it, who acts in a leader's stead, or has the role for it."""
    if not isinstance(seal, Seal) or actor.person_id is None:
        return False
    people = {actor.person_id, *stands_in_for(actor.person_id, at)}
    if seal.holder_id is not None:
        return seal.holder_id in people  # a signature is put with its owner's word alone
    units = list(units_above(seal.unit_id))
    leaders = {h.person_id for rank in LEADERS for h in holders(unit_ids=units, at=at, rank=rank)}
    return bool(people & leaders) or access.granted(
        actor=actor, permission="seals.approve", unit_id=seal.unit_id, at=at
    )


RULES: dict[str, Callable[[Actor, Any, datetime], bool]] = {
    "seals.keep": keeps,
    "seals.see_register": sees_register,
    "seals.approve": approves,
}
ROLES = (
    access.RoleSpec(
        SEAL_OFFICE, "印章制发机构", access.RoleClass.OFFICER, ("seals.make", "seals.see_register"),
        "只有县（市）政府办公室可以制发、更换、注销、销毁印章",
    ),
    access.RoleSpec(SEAL_KEEPER, "公章管理员", access.RoleClass.OFFICER, ("seals.see_register",)),
    access.RoleSpec(
        SEAL_APPROVER, "用印审批人", access.RoleClass.OFFICER, ("seals.approve",), "单位领导以外可以批准用印的人"
    ),
)  # fmt: skip
