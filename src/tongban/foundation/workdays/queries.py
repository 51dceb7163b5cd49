"""The calendar as it counts now or counted once, and what a change would do."""

import functools
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db.models import QuerySet

from tongban.foundation.workdays import sql
from tongban.foundation.workdays.contracts import Effect
from tongban.foundation.workdays.models import CalendarVersion
from tongban.foundation.workdays.rules.changes import Change, What, calendar_after, days_from_plain
from tongban.kernel.registry import Registry
from tongban.lib.days.calendar import Calendar

SHIPPED = Path(__file__).parent / "data" / "holidays.json"

# What a change would do to the things of an app above: (calendar before, calendar after, at) → its effect.
effects: Registry[Callable[[Calendar, Calendar, datetime], Effect]] = Registry("effect of a change of the calendar")


def calendar() -> Calendar:
    """The calendar that counts now. One small query; the value itself is kept until a new version comes."""
    newest = sql.newest()
    return _built(newest.number, newest.uid) if newest else _built(0, None)


def calendar_of(version: int) -> Calendar:
    """The calendar as it was after that version; with 0 the one without any special day."""
    uid = CalendarVersion.objects.filter(number=version).values_list("uid", flat=True).first()
    return _built(version if uid else 0, uid)


def calendar_with(change: Change) -> Calendar:
    """What the calendar would be with one more change."""
    rows = list(history())
    return calendar_after([*(row.change() for row in reversed(rows)), change], version=calendar().version + 1)


def effects_of(change: Change, *, at: datetime) -> list[Effect]:
    """What the change would do to each app that counts by the calendar. Nothing is written."""
    before, after = calendar(), calendar_with(change)
    return [effect(before, after, at) for effect in effects.values()]


def history() -> QuerySet[CalendarVersion]:
    """The changes, the latest first."""
    return CalendarVersion.objects.order_by("-number")


def shipped_notices() -> dict[int, Change]:
    """The yearly notices that come with the program."""
    years = json.loads(SHIPPED.read_text("utf-8"))
    return {
        int(year): Change(what=What.NOTICE, year=int(year), days=days_from_plain(days)) for year, days in years.items()
    }


@functools.lru_cache(maxsize=8)
def _built(version: int, uid: UUID | None) -> Calendar:
    """`uid` tells versions of the same number apart: those of another database, or of one that was rolled back."""
    rows = CalendarVersion.objects.filter(number__lte=version).order_by("number") if uid else ()
    return calendar_after([row.change() for row in rows], version=version)
