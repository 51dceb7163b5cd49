"""Words of the dictionaries."""

import re
from dataclasses import dataclass
from datetime import date

PERMISSIONS = {"codes.manage": "维护数据字典"}
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
ENTRY_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class EntryData:
    """What may be changed of an entry: its label, its place in the list, the first and the last day on which it is offered."""

    label: str
    first_day: date
    last_day: date | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry as a form offers it; one that is not choosable only gives its name to what was chosen earlier."""

    id: str
    name: str
    choosable: bool = True
