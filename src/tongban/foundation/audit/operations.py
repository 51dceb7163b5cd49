"""What is done with the trail as a whole leaves a trace in it: it is exported, copied with the installation, restored."""

from datetime import datetime

from tongban.kernel.actor import Actor
from tongban.kernel.operations import note, operation


@operation(may="audit.read")
def export(*, filters: dict[str, str], actor: Actor, at: datetime) -> None:
    """Record that the entries matching these filters leave the system as a file."""
    note(filters=filters)


@operation(may="audit.upkeep")
def record_backup(*, file: str, size: int, operator: str, actor: Actor, at: datetime) -> None:
    """Record that a copy of everything was made: its file's name, its size in bytes, the operator's account on the machine."""
    note(file=file, size=size, operator=operator)


@operation(may="audit.upkeep")
def record_restore(*, file: str, made_at: str, operator: str, actor: Actor, at: datetime) -> None:
    """Record in the restored system that it was restored: from which file, and when that copy was made."""
    note(file=file, made_at=made_at, operator=operator)
