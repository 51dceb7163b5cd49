"""Times of timer events (10.5.5.1): ISO 8601 dates, durations and repetitions, and our own limits in working days."""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from tongban.lib.bpmn.errors import BpmnError
from tongban.lib.bpmn.steps import LIMIT

_DURATION = re.compile(
    r"P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?"
    r"(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})(?:\.\d+)?S)?)?"
)
_CYCLE = re.compile(r"R(\d{0,6})/(.+)")


class Timer(NamedTuple):
    """When a timer fires: at `start`, or `months` and `span` from its arming, `times` over (0: without end).

    `limit` is a limit in working days or hours as in tb:limit, (3, "wd"): the host counts those, with its calendar.
    """

    start: datetime | None = None
    months: int = 0
    span: timedelta = timedelta()
    limit: tuple[int, str] | None = None
    times: int = 1

    def first(self, armed: datetime) -> datetime:
        """When a timer armed at this moment fires first. A limit in working time is the host's to add."""
        return self.start or self.after(armed)

    def after(self, last: datetime) -> datetime:
        """When it fires again after it fired."""
        months = last.month - 1 + self.months
        year, month = last.year + months // 12, months % 12 + 1
        return last.replace(year=year, month=month, day=min(last.day, monthrange(year, month)[1])) + self.span


class TimerError(BpmnError):
    """The text is no time of this kind."""

    code = "timer-syntax"


def parse_timer(kind: str, text: str) -> Timer:
    """The timer of a timeDate, timeDuration or timeCycle. Raises TimerError for anything that is not ISO 8601 or a limit."""
    text = text.strip()
    match kind:
        case "date":
            return Timer(start=_moment(text))
        case "duration":
            return _duration(text)
    cycle = _CYCLE.fullmatch(text)
    if cycle is None:
        raise TimerError(f"「{text[:40]}」不是循环时间，应如 R3/PT10H")
    first, _, second = cycle[2].partition("/")
    every = _duration(second or first)
    return every._replace(start=_moment(first) if second else None, times=int(cycle[1] or 0))


def _duration(text: str) -> Timer:
    own = LIMIT.fullmatch(text)
    if own:
        return Timer(limit=(int(own[1]), own[2]))
    found = _DURATION.fullmatch(text)
    if found is None or not any(found.groups()) or text.endswith("T"):
        raise TimerError(f"「{text[:40]}」不是时长，应如 P3D、PT10H 或 3wd")
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    span = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return Timer(months=years * 12 + months, span=span)


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise TimerError(f"「{text[:40]}」不是时间，应如 2026-12-01T09:00:00+08:00") from wrong
    return found if found.tzinfo else found.replace(tzinfo=UTC)
