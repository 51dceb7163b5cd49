"""The door of workdays: the calendar as a value, how the law counts, and what administrators change."""

from tongban.foundation.workdays.contracts import (
    PERMISSIONS,
    BadLine,
    BadNotice,
    CalendarChanged,
    CalendarMoved,
    Effect,
    EffectRow,
)
from tongban.foundation.workdays.operations import import_notice, set_days, set_hours, take_shipped
from tongban.foundation.workdays.queries import calendar, calendar_of, effects
from tongban.lib.days.calendar import ZONE, Calendar, local_day, midnight_after
from tongban.lib.days.counting import add_months, counted_to, last_day, last_day_before
from tongban.lib.days.words import DAY_LABELS, UNIT_LABELS, DayKind, Hours, OutsideCalendar, Special, Unit

__all__ = [
    "DAY_LABELS", "PERMISSIONS", "UNIT_LABELS", "ZONE", "BadLine", "BadNotice", "Calendar", "CalendarChanged",
    "CalendarMoved", "DayKind", "Effect", "EffectRow", "Hours", "OutsideCalendar", "Special", "Unit", "add_months",
    "calendar", "calendar_of", "counted_to", "effects", "import_notice", "last_day", "last_day_before", "local_day",
    "midnight_after", "set_days", "set_hours", "take_shipped",
]  # fmt: skip
