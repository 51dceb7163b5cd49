"""A slow, obvious clock: it ticks minute by minute, or day by day, and knows nothing of sums."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from tongban.foundation.clocks.contracts import What
from tongban.foundation.clocks.rules import Happening
from tongban.lib.days.tests import reference as days
from tongban.lib.days.words import Hours, Special

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
Specials = dict[date, Special]


def ticking(happenings: Sequence[Happening], moment: datetime) -> bool:
    """Whether the clock runs in the minute that begins at the moment."""
    runs = False
    for event in happenings:
        if event.at <= moment:
            runs = {What.START: True, What.RESUME: True, What.PAUSE: False, What.STOP: False}.get(event.what, runs)
    return runs


def over_after(
    limit: int, happenings: Sequence[Happening], specials: Specials, hours: Hours, until: datetime
) -> datetime | None:
    """The last moment at which no more than `limit` minutes of working time were used, if that ends before `until`."""
    used, moment = 0, happenings[0].at
    while moment < until:
        used += ticking(happenings, moment) and days.working(moment, specials, hours)
        if used > limit:
            return moment
        moment += MINUTE
    return None


def last_day(amount: int, start: date, pauses: Sequence[tuple[date, date]], specials: Specials) -> date:
    """Walk from day to day: the start is not counted, nor are the working days of a pause after its first day."""
    day, used = start, 0
    while True:
        day += DAY
        worked = days.is_workday(day, specials)
        used += worked and not any(begin < day <= end for begin, end in pauses)
        if used >= amount and worked and not any(begin <= day < end for begin, end in pauses):
            return day


def at_nine(day: date) -> datetime:
    return days.at(day, time(9))
