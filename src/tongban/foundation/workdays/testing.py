"""For tests of any app: the calendar with the yearly notices of the program, and special days without the screens."""

from datetime import date, datetime

from tongban.foundation.workdays.operations import set_days, take_shipped
from tongban.foundation.workdays.queries import calendar
from tongban.kernel.actor import system_actor
from tongban.kernel.testing import MONDAY
from tongban.lib.days.calendar import Calendar
from tongban.lib.days.words import DayKind, Special


def shipped_calendar(*, at: datetime = MONDAY) -> Calendar:
    """The calendar as a new installation has it."""
    take_shipped(actor=system_actor(), at=at)
    return calendar()


def make_day(day: date, kind: DayKind, *, name: str = "测试", at: datetime = MONDAY) -> Calendar:
    """One special day more."""
    set_days(days={day: Special(day, kind, name)}, source="测试", actor=system_actor(), at=at)
    return calendar()
