"""A slow, obvious calendar: it looks at every day, and at every minute, one after another."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tongban.lib.days.words import DayKind, Hours, Special

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
ZONE = ZoneInfo("Asia/Shanghai")


def kind(day: date, specials: dict[date, Special]) -> DayKind:
    if day in specials:
        return specials[day].kind
    return DayKind.REST if day.isoweekday() in (6, 7) else DayKind.WORK


def is_workday(day: date, specials: dict[date, Special]) -> bool:
    return kind(day, specials) != DayKind.REST


def add_workdays(day: date, count: int, specials: dict[date, Special]) -> date:
    step = DAY if count > 0 else -DAY
    while count:
        day += step
        if is_workday(day, specials):
            count -= 1 if step > timedelta() else -1
    return day


def workdays_between(first: date, last: date, specials: dict[date, Special]) -> int:
    return sum(is_workday(first + DAY * i, specials) for i in range(1, (last - first).days + 1))


def working(moment: datetime, specials: dict[date, Special], hours: Hours) -> bool:
    """Whether the minute that begins at the moment is working time."""
    local = moment.astimezone(ZONE)
    what, clock = kind(local.date(), specials), local.time()
    morning = hours.morning[0] <= clock < hours.morning[1] and what in (DayKind.WORK, DayKind.MORNING)
    afternoon = hours.afternoon[0] <= clock < hours.afternoon[1] and what in (DayKind.WORK, DayKind.AFTERNOON)
    return morning or afternoon


def work_minutes(begin: datetime, end: datetime, specials: dict[date, Special], hours: Hours) -> int:
    count = 0
    while begin < end:
        count += working(begin, specials, hours)
        begin += MINUTE
    return count


def at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, ZONE)
