"""What the screens show of a calendar: plain rows, no request."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from tongban.foundation.workdays.rules.changes import Change, What
from tongban.foundation.workdays.rules.notice import WEEKDAYS
from tongban.lib.days.calendar import Calendar
from tongban.lib.days.words import DAY_LABELS, DayKind, Special

MARKS = {DayKind.REST: "休", DayKind.WORK: "班", DayKind.MORNING: "上午", DayKind.AFTERNOON: "下午"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A day in the table of a year. `mark` is 休, 班, 上午 or 下午 on special days; `look` is its CSS class."""

    day: date
    mark: str
    look: str
    title: str
    today: bool


@dataclass(slots=True)
class Holiday:
    """What belongs to one holiday: runs of days off, days worked for them, half days."""

    name: str
    off: list[tuple[date, date]] = field(default_factory=list)
    worked: list[date] = field(default_factory=list)
    half: list[tuple[date, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """A day of a change: what it is now and what it becomes."""

    day: date
    weekday: str
    name: str
    before: str
    after: str
    differs: bool


def months(calendar: Calendar, year: int, *, today: date) -> list[tuple[int, list[Cell | None]]]:
    """Twelve rows of 31 cells; None where the month has no such day."""
    cells: dict[int, list[Cell | None]] = {month: [] for month in range(1, 13)}
    for day in _days(year):
        cells[day.month].append(_cell(calendar, day, today))
    return [(month, row + [None] * (31 - len(row))) for month, row in cells.items()]


def _cell(calendar: Calendar, day: date, today: date) -> Cell:
    special, kind = calendar.specials.get(day), calendar.kind_of(day)
    mark = MARKS[kind] if special else ""
    words = [
        f"{day.month}月{day.day}日",
        f"星期{WEEKDAYS[day.weekday()]}",
        DAY_LABELS[kind],
        special.name if special else "",
    ]
    look = "half" if kind in (DayKind.MORNING, DayKind.AFTERNOON) else kind.value
    return Cell(day, mark, f"{look}{'-special' if special else ''}", " ".join(filter(None, words)), day == today)


def holidays(calendar: Calendar, year: int) -> list[Holiday]:
    """The special days of a year under their names, in the order of the first."""
    found: dict[str, Holiday] = {}
    for day in sorted(d for d in calendar.specials if d.year == year):
        special = calendar.specials[day]
        _join(found.setdefault(special.name, Holiday(special.name or "未命名")), special)
    return list(found.values())


def _join(holiday: Holiday, special: Special) -> None:
    if special.kind is DayKind.WORK:
        holiday.worked.append(special.day)
    elif special.kind is not DayKind.REST:
        holiday.half.append((special.day, DAY_LABELS[special.kind]))
    elif holiday.off and holiday.off[-1][1] + timedelta(days=1) == special.day:
        holiday.off[-1] = (holiday.off[-1][0], special.day)
    else:
        holiday.off.append((special.day, special.day))


def workdays_of(calendar: Calendar, year: int) -> int:
    """How many working days the year has."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return calendar.workdays_between(first, last) + calendar.is_workday(first)


def rows_of(change: Change, before: Calendar, after: Calendar) -> list[Row]:
    """The days that a change names, and those of the year's earlier notice that it no longer names."""
    days = set(change.days)
    if change.what is What.NOTICE:
        days |= {day for day in before.specials if before.kind_of(day) is not after.kind_of(day)}
    return [_row(day, before, after) for day in sorted(days)]


def _row(day: date, before: Calendar, after: Calendar) -> Row:
    old, new = before.kind_of(day), after.kind_of(day)
    special = after.specials.get(day) or before.specials.get(day)
    name = special.name if special else ""
    return Row(day, WEEKDAYS[day.weekday()], name, DAY_LABELS[old], DAY_LABELS[new], old is not new)


def told(change: Change) -> str:
    """A change in one line."""
    if change.hours and change.since:
        spans = "、".join(f"{a:%H:%M}—{b:%H:%M}" for a, b in (change.hours.morning, change.hours.afternoon))
        return f"自{change.since}起 {spans}"
    off = sum(s is not None and s.kind is DayKind.REST for s in change.days.values())
    worked = sum(s is not None and s.kind is DayKind.WORK for s in change.days.values())
    half = len([s for s in change.days.values() if s]) - off - worked
    back = len(change.days) - off - worked - half
    counts = (("休", off), ("班", worked), ("半天", half), ("恢复", back))
    year = f"{change.year}年：" if change.year else f"{min(change.days)}起："
    return year + "，".join(f"{label} {count} 天" for label, count in counts if count)


def year_of(change: Change) -> int:
    """The year to show after a change."""
    if change.year:
        return change.year
    return change.since.year if change.since else min(change.days).year


def _days(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)
