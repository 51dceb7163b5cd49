"""Reads: the clocks of things, where one stands by its events, what is due."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, QuerySet

from tongban.foundation.clocks.contracts import What
from tongban.foundation.clocks.models import LIVE, Clock, Movement
from tongban.foundation.clocks.rules import Happening, Reckoning, reckon
from tongban.foundation.workdays.api import calendar_of
from tongban.kernel.models import pointing_at
from tongban.kernel.references import Reference
from tongban.kernel.registry import Registry

# What clocks are started for: code → Chinese label, such as "casework.promised" → "承诺办理时限".
codes: Registry[str] = Registry("code of clocks")


def clocks_of(subject: Reference) -> QuerySet[Clock]:
    """All clocks of a thing, in the order in which they were started."""
    return Clock.objects.filter(**pointing_at(subject)).order_by("started_at", "id")


def live_clock(subject: Reference, code: str) -> Clock | None:
    """The clock of this code that runs or is paused; there is at most one."""
    return clocks_of(subject).filter(code=code, state__in=LIVE).first()


def movements_of(clock: Clock) -> QuerySet[Movement]:
    """What moved the clock, in order, with its grounds and approvers."""
    return Movement.objects.filter(clock=clock).order_by("serial")


def due_clocks(at: datetime, *, limit: int, but: Iterable[int] = ()) -> list[int]:
    """The clocks whose next mark is passed, the oldest first. Touches nothing else: one partial index."""
    rows = Clock.objects.filter(next_at__lt=at)
    rows = rows.exclude(pk__in=list(but)) if but else rows
    return list(rows.order_by("next_at").values_list("pk", flat=True)[:limit])


def histories(ids: Iterable[int]) -> dict[int, list[Happening]]:
    """The events of many clocks, in their order, in one query."""
    found: dict[int, list[Happening]] = defaultdict(list)
    for row in Movement.objects.filter(clock__in=list(ids)).order_by("clock", "serial"):
        if row.what != What.CALENDAR:
            found[row.clock_id].append(row.happening())
    return found


def serials(ids: Iterable[int]) -> dict[int, int]:
    """The serial of the last event of each clock."""
    rows = Movement.objects.filter(clock__in=list(ids)).values_list("clock").annotate(last=Max("serial"))
    return dict(rows)


def recomputed(clock: Clock) -> Reckoning:
    """Where the clock stands, worked out from its events alone and the calendar that it was last counted by."""
    return reckon(clock.rule, histories([clock.pk])[clock.pk], calendar_of(clock.version))


def figures(at: datetime) -> dict[str, float]:
    """Metrics: how many clocks have a mark that nobody was told of yet, and for how many seconds the oldest waits."""
    due = Clock.objects.filter(next_at__lt=at)
    oldest = due.order_by("next_at").values_list("next_at", flat=True).first()
    return {
        "clocks_due": due.count() if oldest else 0,
        "clocks_sweep_lag_seconds": (at - oldest).total_seconds() if oldest else 0.0,
    }
