"""How the law counts a limit: 民法典 §200–204, 行政许可法 §82 and its kin.

The day of the event is not counted; counting begins on the next day (§201). A limit by months or years ends on the day of the same
number, or on the month's last day where there is none (§202). Where the last day is a holiday, the next working day is the last
(§203), and it ends at 24:00.
"""

import calendar as months
from datetime import date, timedelta

from tongban.lib.days.calendar import Calendar
from tongban.lib.days.words import Unit


def counted_to(start: date, amount: int, unit: Unit, calendar: Calendar) -> date:
    """The last counted day of a limit by days, months or years, before holidays put it off. `start` is not counted."""
    if unit is Unit.WORKDAY:
        return calendar.add_workdays(start, amount)
    if unit is Unit.DAY:
        return start + timedelta(days=amount)
    if unit in (Unit.MONTH, Unit.YEAR):
        return add_months(start, amount * (12 if unit is Unit.YEAR else 1))
    raise ValueError(f"{unit} is not counted in days")


def last_day(start: date, amount: int, unit: Unit, calendar: Calendar) -> date:
    """The last day of a limit that begins with an event on `start`; a holiday puts it off to the next working day."""
    return calendar.next_workday(counted_to(start, amount, unit, calendar))


def last_day_before(event: date, amount: int, unit: Unit, calendar: Calendar) -> date:
    """The last day for what must be done so long before an event, whose day is not counted. Holidays do not move it."""
    return counted_to(event, -amount, unit, calendar)


def add_months(day: date, count: int) -> date:
    """The day of the same number so many months on, or the last of that month where it has no such day (§202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))
