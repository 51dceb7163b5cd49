"""What administrators change in the calendar. Each change is a new version; nothing is ever edited."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from tongban.foundation.workdays.contracts import BadNotice, CalendarChanged, CalendarMoved
from tongban.foundation.workdays.models import CalendarVersion
from tongban.foundation.workdays.queries import calendar, calendar_with, shipped_notices
from tongban.foundation.workdays.rules.changes import Change, What, to_plain
from tongban.foundation.workdays.rules.notice import read_list
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Invalid
from tongban.kernel.operations import doing, inside_operation, note, operation, publish
from tongban.lib.days.calendar import FIRST, LAST
from tongban.lib.days.words import DayKind, Hours, Special

MOST_DAYS = 60


@operation(may="workdays.manage")
def import_notice(
    *, year: int, text: str, source: str, base: int | None = None, actor: Actor, at: datetime
) -> CalendarVersion:
    """Take the holidays and make-up days of a year from a pasted list; they replace what was taken for that year before.

    Raises BadNotice with every line that cannot be used: nothing of the list is taken then. `base` is the version that a
    preview was made on: CalendarMoved when the calendar changed since.
    """
    return _write(notice_change(year, text), source=source, base=base)


@operation(may="workdays.manage")
def set_days(
    *, days: Mapping[date, Special | None], source: str, base: int | None = None, actor: Actor, at: datetime
) -> CalendarVersion:
    """Say what single days are here, such as a local holiday or a half day; None gives a day back to the yearly notice."""
    return _write(days_change(days), source=source, base=base)


@operation(may="workdays.manage")
def set_hours(
    *, since: date, hours: Hours, source: str, base: int | None = None, actor: Actor, at: datetime
) -> CalendarVersion:
    """Change the working hours from a day on. A working day that a limit began with keeps the length it had then."""
    return _write(hours_change(since, hours), source=source, base=base)


@operation(may="workdays.manage")
def take_shipped(*, actor: Actor, at: datetime) -> list[int]:
    """Take the yearly notices that come with the program, for the years that nobody has imported yet; those years."""
    missing = [change for year, change in shipped_notices().items() if year not in calendar().announced]
    for change in missing:
        _write(change, source="随程序提供的国务院办公厅放假安排")
    return [change.year for change in missing]


def notice_change(year: int, text: str) -> Change:
    """The change that a pasted list makes. Raises BadNotice."""
    if not FIRST.year <= year <= LAST.year:
        raise Invalid({"year": f"年份应在{FIRST.year}年至{LAST.year}年之间。"})
    reading = read_list(text, year)
    if reading.bad:
        raise BadNotice(reading.bad)
    return Change(what=What.NOTICE, year=year, days={special.day: special for special in reading.days})


def days_change(days: Mapping[date, Special | None]) -> Change:
    """Raises Invalid for none, for too many, and for days that no calendar here has."""
    if not 1 <= len(days) <= MOST_DAYS:
        raise Invalid({"first": f"一次可以设1至{MOST_DAYS}天。"})
    if not all(FIRST <= day <= LAST for day in days):
        raise Invalid({"first": f"日期应在{FIRST.year}年至{LAST.year}年之间。"})
    return Change(what=What.DAYS, days=dict(days))


def hours_change(since: date, hours: Hours) -> Change:
    """Raises Invalid unless morning and afternoon follow each other in one day."""
    (a, b), (c, d) = hours.morning, hours.afternoon
    if not a < b <= c < d:
        raise Invalid({"morning_from": "上午、下午的起止时间应当先后相接，例如 09:00—12:00、13:30—17:30。"})
    if not FIRST <= since <= LAST:
        raise Invalid({"since": f"日期应在{FIRST.year}年至{LAST.year}年之间。"})
    return Change(what=What.HOURS, since=since, hours=hours)


def range_of_days(first: date, last: date, kind: DayKind | None, name: str = "") -> dict[date, Special | None]:
    """The same for each day from first to last."""
    days = [first + timedelta(days=i) for i in range(min((last - first).days + 1, MOST_DAYS + 1))]
    return {day: Special(day, kind, name) if kind else None for day in days}


@inside_operation
def _write(change: Change, *, source: str, base: int | None = None) -> CalendarVersion:
    before, after = calendar(), calendar_with(change)
    if not source.strip():
        raise Invalid({"source": "请写明依据，例如通知的名称和文号。"})
    if base is not None and base != before.version:
        raise CalendarMoved("日历刚被别人改过，预览已经过时。请重新预览后再采用。")
    touched = before.difference(after)
    if touched is None:
        raise Invalid("这次改动和现在的日历没有差别，不需要保存。")
    row = _insert(change, source.strip(), after.version)
    note(version=row.number, what=change.what.value, year=change.year, first=touched[0], last=touched[1])
    publish(CalendarChanged(row.number, *touched))
    return row


def _insert(change: Change, source: str, number: int) -> CalendarVersion:
    act = doing()
    try:
        with transaction.atomic():
            return CalendarVersion.objects.create(
                number=number, what=change.what.value, year=change.year, content=to_plain(change), source=source,
                by_name=act.actor.name, at=act.at,
            )  # fmt: skip
    except IntegrityError:
        raise CalendarMoved("日历刚被别人改过，请刷新后重试。") from None
