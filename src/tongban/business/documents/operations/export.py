"""导出: what leaves the house as a table stands in the audit trail before its first line is sent."""

from datetime import datetime

from tongban.kernel.actor import Actor
from tongban.kernel.operations import about, note, operation
from tongban.kernel.references import Reference


@operation(may="documents.export")
def export_list(*, name: str, of: Reference | None, actor: Actor, at: datetime) -> None:
    """Record that a list leaves the system as a file. `name` is the list's, never what it holds; `of` the document it is about."""
    note(list=name)
    if of is not None:
        about(of)
