"""What clocks tell, heard as it is published."""

import pytest

from tongban.foundation.clocks.contracts import ClockMoved, ClockPassed, ClockTakenBack, ClockWarned
from tongban.foundation.workdays.testing import shipped_calendar
from tongban.kernel import events
from tongban.kernel.operations import doing


@pytest.fixture
def days(db):
    """The calendar with the years that come with the program."""
    return shipped_calendar()


@pytest.fixture
def heard(monkeypatch):
    """(event, mark) of all that was published; for a moved end (event, its new time)."""
    found: list[tuple[str, object]] = []

    def listen(event: object) -> None:
        doing()
        found.append(
            (type(event).__name__.removeprefix("Clock"), getattr(event, "mark", getattr(event, "due_at", None)))
        )

    for kind in (ClockWarned, ClockPassed, ClockTakenBack, ClockMoved):
        monkeypatch.setitem(events._inside, kind, [listen])
    return found
