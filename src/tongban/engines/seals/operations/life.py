"""The lines of a seal's life, and the seal as it stands now."""

from tongban.engines.seals import sql
from tongban.engines.seals.contracts import Act
from tongban.engines.seals.models import Seal, SealChange
from tongban.foundation.notifications.api import notify
from tongban.kernel.operations import doing, inside_operation, note
from tongban.kernel.references import Reference

TAKE_OVER = "请先修改印章密码，才能用印。"


@inside_operation
def held(seal: Seal) -> Seal:
    """The seal as it is now, locked until the operation ends."""
    return sql.lock(seal.pk)


@inside_operation
def write_line(seal: Seal, act: Act, detail: str = "") -> None:
    """One line of the seal's life, with the names of the day."""
    current = doing()
    note(act=act)
    SealChange.objects.create(
        seal=seal, act=act, at=current.at, by_name=current.actor.name, keeper_name=seal.keeper.name, detail=detail[:300]
    )


@inside_operation
def tell_keeper(seal: Seal, title: str, body: str = "") -> None:
    """A notice to whoever keeps the seal now, leading to its page."""
    notify([seal.keeper_id], title=title, body=body, reference=Reference("seal", seal.pk))
