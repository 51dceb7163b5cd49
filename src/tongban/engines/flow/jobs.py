"""Background entry points of the process engine: timers that are due, signals on their way."""

from contextlib import suppress
from datetime import datetime

from tongban.engines.flow.arming import Due
from tongban.engines.flow.models import Instance
from tongban.engines.flow.operations.happening import fire_timer as fire
from tongban.engines.flow.operations.happening import hear_signal
from tongban.engines.flow.operations.lateness import time_out
from tongban.engines.flow.queries import late_works, waiting_for_signal
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Anticipated, Conflict
from tongban.kernel.jobs import job
from tongban.kernel.now import now


@job(label="流程定时")
def fire_timer(*, instance: int, token: int, event: str, fired: int, due: str) -> None:
    """The instance may be gone by now; the operation finds out whether the timer still counts."""
    found = Instance.objects.filter(pk=instance).first()
    if found is not None:
        when = Due(token, event, fired, datetime.fromisoformat(due))
        fire(instance=found, due=when, actor=system_actor("流程定时"), at=now())


@job(every=60, label="环节超时")
def late_steps() -> None:
    """Steps whose limit has passed. What their process says and cannot be done becomes a reminder."""
    actor = system_actor("环节超时")
    for work in late_works(now()):
        try:
            time_out(work=work, actor=actor, at=now())
        except Anticipated:
            with suppress(Conflict):
                time_out(work=work, action="remind", actor=actor, at=now())


@job(label="流程信号")
def carry_signal(*, signal: str, sender: int) -> None:
    """Tell every other process that waits for the signal. Those that have heard it no longer wait: repeating is harmless."""
    for instance in waiting_for_signal(signal):
        if instance.pk != sender:
            hear_signal(instance=instance, name=signal, actor=system_actor("流程信号"), at=now())
