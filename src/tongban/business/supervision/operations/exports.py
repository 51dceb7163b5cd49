"""导出: what leaves the house as a table stands in the audit trail before its first line is sent."""

from datetime import datetime

from tongban.kernel.actor import Actor
from tongban.kernel.operations import note, operation

MOST = 20_000  # rows of one file


@operation(may="supervision.export")
def export_list(*, name: str, actor: Actor, at: datetime) -> None:
    """Record that a list leaves the system as a file. `name` is the list's, never what it holds."""
    note(list=name)
