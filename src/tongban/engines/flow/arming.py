"""Timers of a running process: a job for each, written with the tokens that wait for them.

A timer belongs to its token. The job that comes due finds the token gone, or fired before, and then does nothing: so a timer
fires once, whatever happened to the worker or to the process meanwhile.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tongban.foundation.workdays import api as workdays
from tongban.kernel.operations import enqueue
from tongban.lib import bpmn

FIRE = "flow.fire_timer"


@dataclass(frozen=True, slots=True)
class Due:
    """The next time that a timer fires: for which event, as often as it has `fired` before."""

    token: int
    event: str
    fired: int
    when: datetime


def set_job(instance_id: int, due: Due, *, run_at: datetime | None = None) -> None:
    """One job for one time, or for a later look at it. Inside an operation."""
    enqueue(
        FIRE, run_at=run_at or due.when, instance=instance_id, token=due.token, event=due.event, fired=due.fired,
        due=due.when.isoformat(),
    )  # fmt: skip


def first_due(timer: bpmn.Timer, at: datetime) -> datetime:
    """When a timer armed now fires first."""
    return limit_end(timer.limit, at) if timer.limit else timer.first(at)


def next_due(timer: bpmn.Timer, last: datetime) -> datetime:
    """When a repeated timer fires again."""
    return limit_end(timer.limit, last) if timer.limit else timer.after(last)


def limit_end(limit: tuple[int, str], start: datetime) -> datetime:
    """The end of a limit (tb:limit): working days end with the day, working hours to the second; d and h are calendar time."""
    amount, unit = limit
    if unit == "wd":
        days = workdays.calendar()
        return workdays.midnight_after(days.add_workdays(workdays.local_day(start), amount))
    if unit == "wh":
        return workdays.calendar().add_work_seconds(start, amount * 3600)
    return start + (timedelta(days=amount) if unit == "d" else timedelta(hours=amount))
