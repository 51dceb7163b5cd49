"""Bringing a clock's row to what its events say, and telling what changed: the one place that writes what was worked out."""

from collections.abc import Sequence
from datetime import datetime

from tongban.foundation.clocks.contracts import ClockMoved, ClockPassed, ClockTakenBack, ClockWarned
from tongban.foundation.clocks.models import Clock
from tongban.foundation.clocks.rules import Happening, Reckoning, reckon
from tongban.foundation.workdays.api import Calendar
from tongban.kernel.operations import doing, inside_operation, publish

WORKED_OUT = [
    "state", "stopped_at", "due_at", "over_after", "legal_due_on", "next_at", "reached", "provisional", "version",
]  # fmt: skip


@inside_operation
def settle(clock: Clock, happenings: Sequence[Happening], calendar: Calendar) -> bool:
    """Work the clock out anew and publish the marks that now hold and those that no longer do. Whether its end moved.

    The row is not saved: the caller does, once for many where he can. It must be locked. The present is that of the
    operation: what was told is the same however often this runs.
    """
    found = reckon(clock.rule, happenings, calendar)
    moved = found.due_at != clock.due_at
    _tell(clock, found, doing().at)
    clock.state, clock.stopped_at = found.state.value, found.ended_at
    clock.due_at, clock.over_after, clock.legal_due_on = found.due_at, found.over_after, found.legal_due_on
    clock.next_at, clock.provisional = found.next_at(clock.reached), bool(found.unannounced)
    clock.version = calendar.version
    return moved


@inside_operation
def settle_moved(clock: Clock, happenings: Sequence[Happening], calendar: Calendar) -> bool:
    """The same for a clock that was there before: a moved end is published too."""
    moved = settle(clock, happenings, calendar)
    if moved:
        publish(ClockMoved(clock.pk, clock.subject, clock.code, clock.due_at))
    return moved


def _tell(clock: Clock, found: Reckoning, at: datetime) -> None:
    reached = found.reached(at)
    about = (clock.pk, clock.subject, clock.code)
    for mark, since in found.marks[clock.reached : reached]:
        assert since is not None
        publish(ClockWarned(*about, mark, since) if mark < 0 else ClockPassed(*about, mark, since))
    for mark, _ in reversed(found.marks[reached : clock.reached]):
        publish(ClockTakenBack(*about, mark))
    clock.reached = reached
