"""What moves clocks on without a person: time that passes, and a new calendar. Run by jobs, in batches, any number of times."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from tongban.foundation.clocks.contracts import State, What
from tongban.foundation.clocks.models import LIVE, Clock, Movement
from tongban.foundation.clocks.operations.settling import WORKED_OUT, settle_moved
from tongban.foundation.clocks.queries.clocks import histories, serials
from tongban.foundation.workdays.api import calendar
from tongban.kernel.actor import Actor
from tongban.kernel.operations import note, operation


@operation(may="clocks.run")
def pass_marks(*, clocks: Sequence[int], actor: Actor, at: datetime) -> int:
    """Tell the marks that these clocks have passed; how many clocks. One entry for the batch.

    Each is told in the transaction that counts it as told: killed at any moment, none is lost and none told twice. Clocks
    that somebody is just moving are left to him, or to the next sweep.
    """
    due = list(_unlocked(Clock.objects.filter(pk__in=clocks, state=State.RUNNING.value, next_at__lt=at)))
    _settle_all(due, actor, at)
    note(clocks=len(due))
    return len(due)


@operation(may="clocks.run")
def recount(*, clocks: Sequence[int], version: int, actor: Actor, at: datetime) -> int:
    """Count these clocks by the calendar that counts now; how many ends moved. One entry for the batch.

    Each end that moves leaves an event with the version of the calendar. A clock that is at `version` already is left alone.
    """
    rows = Clock.objects.select_for_update().filter(pk__in=clocks, state__in=LIVE, version__lt=version).order_by("pk")
    moved = _settle_all(list(rows), actor, at)
    note(moved=moved, version=calendar().version)
    return moved


def _settle_all(clocks: Sequence[Clock], actor: Actor, at: datetime) -> int:
    """How many ends moved. Without a person only the calendar moves one, and that leaves an event."""
    days, events = calendar(), histories(clock.pk for clock in clocks)
    moved = [clock for clock in clocks if settle_moved(clock, events[clock.pk], days)]
    Clock.objects.bulk_update(clocks, WORKED_OUT, batch_size=100)
    last = serials(clock.pk for clock in moved)
    known = {"what": What.CALENDAR.value, "at": at, "recorded_at": at, "by_name": actor.name, "version": days.version}
    Movement.objects.bulk_create(Movement(clock=clock, serial=last[clock.pk] + 1, **known) for clock in moved)
    return len(moved)


def _unlocked(rows: QuerySet[Clock]) -> QuerySet[Clock]:
    skip = connection.features.has_select_for_update_skip_locked
    return rows.select_for_update(skip_locked=skip).order_by("next_at", "pk")
