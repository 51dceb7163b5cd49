"""The spans of time that the board can be asked for, as days: 本月, 本季度, 本年, and the one before each."""

from collections.abc import Mapping
from datetime import date

from tongban.lib.days.counting import add_months

LABELS: Mapping[str, str] = {"month": "本月", "quarter": "本季度", "year": "本年"}
BEFORE: Mapping[str, str] = {"month": "上月", "quarter": "上季度", "year": "上年"}
MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12}


def first_day(kind: str, today: date) -> date:
    """The day on which the span that holds today begins."""
    count = MONTHS[kind]
    return date(today.year, (today.month - 1) // count * count + 1, 1)


def day_before(kind: str, today: date) -> date:
    """The day on which the span before begins."""
    return add_months(first_day(kind, today), -MONTHS[kind])
