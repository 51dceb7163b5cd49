"""Words of the inbox: what one puts into it, and what a list shows."""

from dataclasses import dataclass
from datetime import datetime

from tongban.kernel.events import Event
from tongban.kernel.references import Reference

TODO, TO_READ = "todo", "read"


@dataclass(frozen=True, slots=True)
class Entry:
    """One matter on one desk. `source` is what is to be done (a work item); `subject` what it is about (a document).

    `keys`: who has it: p<person> for a person, d<unit>.<duty> for whoever carries the duty in the unit.
    `category` is the short word in the first column (发文, 收文, 会签 …).
    """

    source: Reference
    subject: Reference
    keys: tuple[str, ...]
    category: str
    title: str
    step: str
    received_at: datetime
    number: str = ""
    urgency: int = 0
    from_unit: str = ""
    from_person: str = ""
    due_at: datetime | None = None
    desk: str = TODO


@dataclass(frozen=True, slots=True)
class Read(Event):
    """已阅: a person marked what was to be read. `source`: as it was put."""

    source: Reference
    subject: Reference
    person_id: int | None


@dataclass(frozen=True, slots=True)
class DeskHandedOver(Event):
    """What lay on one person's own desk lies on another's: those who keep who-has-it themselves write it there too."""

    person_id: int
    to_id: int
    sources: tuple[Reference, ...]


def person_key(person_id: int) -> str:
    return f"p{person_id}"


def duty_key(unit_id: int, duty: str) -> str:
    return f"d{unit_id}.{duty}"
