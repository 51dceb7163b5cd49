"""An operation for tests. It is not registered: the list of operations is the product's."""

from datetime import datetime

from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict
from tongban.kernel.operations import Operation, enqueue


def _order(*, actor: Actor, at: datetime, fails: bool = False) -> None:
    enqueue("jobs.note_down", number=1, when=at)
    if fails:
        raise Conflict("已有人办理。")


order = Operation(_order, may="jobs.manage", on=None)
