"""What is done with the trail itself leaves a trace in it."""

from datetime import datetime

from tongban.kernel.actor import Actor
from tongban.kernel.operations import note, operation


@operation(may="audit.read")
def export(*, filters: dict[str, str], actor: Actor, at: datetime) -> None:
    """Record that the entries matching these filters leave the system as a file."""
    note(filters=filters)
