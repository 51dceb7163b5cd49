"""What seal custody tells the foundation at start-up."""

from datetime import datetime
from typing import Any

from tongban.engines.seals import contracts, operations
from tongban.foundation.access import api as access
from tongban.kernel.actor import Actor


def keeps(actor: Actor, seal: Any, at: datetime) -> bool:
    return seal is not None and seal.keeper_id == actor.person_id


def register() -> None:
    assert operations
    access.declare(contracts.PERMISSIONS, rules={"seals.keep": keeps})
    access.declare_role(
        access.RoleSpec(
            "seal_office", "印章制发机构", access.RoleClass.OFFICER, ("seals.make", "seals.see_register"),
            "只有县（市）政府办公室可以制发、更换、注销、销毁印章（F-SE-01）",
        )
    )  # fmt: skip
    access.declare_role(access.RoleSpec("seal_keeper", "公章管理员", access.RoleClass.OFFICER, ("seals.see_register",)))
