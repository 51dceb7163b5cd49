"""The badge of a clock: how much time is left, or how much is over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tongban.foundation.clocks.contracts import GROUND_LABELS, Ground, State, What
from tongban.foundation.clocks.limits import limits
from tongban.foundation.clocks.models import Clock
from tongban.foundation.clocks.queries.clocks import codes, histories, movements_of
from tongban.foundation.clocks.rules import used
from tongban.foundation.ui.api import TimeLeft, duration_text
from tongban.foundation.workdays.api import calendar
from tongban.lib.days.calendar import ZONE, Calendar, local_day, midnight_after
from tongban.lib.days.words import UNIT_LABELS, Unit


def time_left(clock: Clock, *, at: datetime, days: Calendar | None = None) -> TimeLeft:
    """The badge of a clock at a moment. For lists give `days`, the calendar, so that it is not asked for each row."""
    days, title = days or calendar(), _title(clock)
    if clock.state == State.STOPPED:
        return _stopped(clock, title)
    if clock.over_after is not None and clock.over_after < at:
        return TimeLeft("over", f"超时 {_used(clock, clock.over_after, at, days)}", title)
    if clock.due_at is None:
        return TimeLeft("paused", f"计时暂停：{_ground(clock)}", title)
    return _running(clock, at, days, title)


@dataclass(frozen=True, slots=True)
class Usage:
    """已用 and 时限 of a clock in its own days: working days, tenths of the used ones cut."""

    used: float
    limit: int

    @property
    def share(self) -> int:
        """Percent of the limit, at most 100."""
        return min(100, round(100 * self.used / self.limit))


def usage_of(clocks: Iterable[Clock], *, at: datetime, days: Calendar | None = None) -> dict[int, Usage]:
    """How much of each limit in working days has been used, for the rows of a list: one query for all."""
    rows, days = list(clocks), days or calendar()
    told = histories(clock.pk for clock in rows)
    found = {}
    for clock in rows:
        seconds, day = used(clock.rule, told[clock.pk], days, at=at)
        added = sum(event.amount for event in told[clock.pk] if event.what is What.EXTEND)
        found[clock.pk] = Usage(seconds * 10 // day / 10, clock.rule.amount + added)
    return found


def _stopped(clock: Clock, title: str) -> TimeLeft:
    late = clock.over_after is not None and clock.stopped_at is not None and clock.over_after < clock.stopped_at
    return TimeLeft("over", "超时办结", title) if late else TimeLeft("plain", "按时办结", title)


def _running(clock: Clock, at: datetime, days: Calendar, title: str) -> TimeLeft:
    assert clock.due_at is not None
    due = (clock.due_at - timedelta(seconds=1)).astimezone(ZONE)
    today, last = local_day(at), due.date()
    if clock.due_at <= at:
        return TimeLeft("soon", "已到期", title)
    if today == last:
        by_time = clock.due_at != midnight_after(last)
        return TimeLeft("soon", f"今天 {due + timedelta(seconds=1):%H:%M} 前" if by_time else "今天到期", title)
    if clock.rule.unit in (Unit.WORKDAY, Unit.HOUR):
        count = max(1, days.workdays_between(today, last))
        return TimeLeft("soon" if count == 1 else "plain", f"剩 {count}个工作日", title)
    count = (last - today).days
    return TimeLeft("soon" if count == 1 else "plain", f"剩 {count}个自然日", title)


def _used(clock: Clock, since: datetime, at: datetime, days: Calendar) -> str:
    """How much is over, in the limit's own measure."""
    if clock.rule.unit not in (Unit.WORKDAY, Unit.HOUR):
        return duration_text(at - since)
    seconds, day = days.work_seconds(since, at), days.day_seconds(local_day(since))
    if seconds < day:
        return f"{duration_text(timedelta(seconds=seconds))}（工作时间）"
    return f"{seconds // day}个工作日"


def _ground(clock: Clock) -> str:
    last = movements_of(clock).filter(what=What.PAUSE).last()
    return GROUND_LABELS[Ground(last.ground)] if last else ""


def _title(clock: Clock) -> str:
    rule = clock.rule
    limit = limits().get(rule.limit)
    law = f"{limit.law}{limit.article}" if limit else ""
    parts = [codes.get(clock.code) or "", f"{rule.amount}{UNIT_LABELS[rule.unit]}", law, _ends(clock)]
    if clock.provisional:
        parts.append("涉及还没有公布放假安排的年份，到期日是暂定的")
    return "；".join(filter(None, parts))


def _ends(clock: Clock) -> str:
    if clock.legal_due_on is None or clock.due_at is None:
        return ""
    due, day = clock.due_at.astimezone(ZONE), clock.legal_due_on
    by_time = f"{due:%Y-%m-%d %H:%M} 到期" if clock.due_at != midnight_after(day) else ""
    return by_time or f"{day.year}年{day.month}月{day.day}日到期"
