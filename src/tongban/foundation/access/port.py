"""The permission port of the kernel."""

from datetime import datetime
from typing import Any

from tongban.foundation.access import queries
from tongban.foundation.access.registry import permissions
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotAllowed


class Permissions:
    def require(self, *, actor: Actor, permission: str, target: Any, at: datetime) -> None:
        if not queries.may(actor=actor, permission=permission, target=target, at=at):
            raise NotAllowed(self._why(permission, target, at), code=f"not-allowed.{permission}")

    def _why(self, permission: str, target: Any, at: datetime) -> str:
        declared = permissions[permission]
        unit = queries.unit_of(target)
        names = queries.who_may(permission=permission, unit_id=unit, at=at) if unit and declared.rule is None else []
        ask = f"可以找：{'、'.join(names)}。" if names else ""
        return f"您没有“{declared.label}”的权限。{ask}"
