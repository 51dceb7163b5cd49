"""What comes from outside the steps of people: a timer is due, a message or a signal arrives, a service fails."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tongban.engines.flow import arming, rows
from tongban.engines.flow.arming import Due
from tongban.engines.flow.models import Instance
from tongban.engines.flow.operations.hand import refusals, tell_end
from tongban.engines.flow.registry import hosts
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import about, inside_operation, note, operation
from tongban.kernel.references import Reference
from tongban.lib import bpmn

WAIT_SUSPENDED = timedelta(minutes=10)  # a timer of a suspended process looks again after that


@operation(may="flow.administer", on="instance")
def fire_timer(*, instance: Instance, due: Due, actor: Actor, at: datetime) -> bool:
    """A timer is due. False, and nothing happens, when its token is gone or it has fired before; suspended, it waits."""
    standing = _standing(instance.subject, actor=actor, at=at, acted=due.token)
    if standing is None or standing.instance.pk != instance.pk:
        return False
    state = rows.load(standing.instance)
    waiting = state.tokens.get(due.token)
    if waiting is None or waiting.fired != due.fired:
        return False
    if standing.instance.suspended_at is not None:
        arming.set_job(instance.pk, due, run_at=at + WAIT_SUSPENDED)
        return False
    about(instance.subject)
    with refusals():
        change = bpmn.trigger(standing.model, state, due.token, due.event, context=standing.context)
        after = rows.save(change, standing)
        _once_more(change, due, standing)
    note(event=due.event)
    tell_end(after, standing.subject)
    return True


def _once_more(change: bpmn.Change, due: Due, standing: rows.Writing) -> None:
    """A repetition waits for its next time, counted from when it should have fired."""
    left = change.state.tokens.get(due.token)
    if left is not None:
        ((_, _, timer),) = bpmn.timers(standing.model, change.state, [left], context=standing.context)
        arming.set_job(standing.instance.pk, replace(due, fired=left.fired, when=arming.next_due(timer, due.when)))


@inside_operation
def send_message(
    subject: Reference, name: str, *, actor: Actor, at: datetime, variables: Mapping[str, Any] | None = None
) -> None:
    """A message for the subject's running process, by its name. Conflict when nobody waits for it."""
    standing = _required(subject, actor=actor, at=at)
    with refusals():
        change = bpmn.send_message(
            standing.model, rows.load(standing.instance), name, variables=variables, context=standing.context
        )
        state = rows.save(change, standing)
    tell_end(state, standing.subject)


@inside_operation
def send_signal(
    subject: Reference, name: str, *, actor: Actor, at: datetime, variables: Mapping[str, Any] | None = None
) -> None:
    """A signal for the subject's running process. Conflict when nobody waits for it."""
    standing = _required(subject, actor=actor, at=at)
    with refusals():
        change = bpmn.send_signal(
            standing.model, rows.load(standing.instance), name, variables=variables, context=standing.context
        )
        state = rows.save(change, standing)
    tell_end(state, standing.subject)


@operation(may="flow.administer", on="instance")
def hear_signal(*, instance: Instance, name: str, actor: Actor, at: datetime) -> bool:
    """A signal that another process threw. False when this one no longer waits for it."""
    standing = _standing(instance.subject, actor=actor, at=at)
    if standing is None or standing.instance.pk != instance.pk:
        return False
    try:
        change = bpmn.send_signal(standing.model, rows.load(standing.instance), name, context=standing.context)
    except bpmn.CommandRefused:
        return False
    about(instance.subject)
    with refusals():
        state = rows.save(change, standing)
    note(signal=name)
    tell_end(state, standing.subject)
    return True


@inside_operation
def fail(subject: Reference, token: int, *, error: str = "", actor: Actor, at: datetime) -> None:
    """A service or step ends with an error (its code): who catches it in the process goes on, else the process has failed."""
    standing = _required(subject, actor=actor, at=at)
    with refusals():
        change = bpmn.fail_step(standing.model, rows.load(standing.instance), token, error, context=standing.context)
        state = rows.save(change, standing)
    tell_end(state, standing.subject)


def _standing(subject: Reference, *, actor: Actor, at: datetime, acted: int = 0) -> rows.Writing | None:
    """The subject's running process, locked, with its host; None when none is running."""
    described = hosts[subject.kind].lock(subject)
    running = Instance.objects.select_for_update(of=("self",)).filter(ended="", **pointing_at(subject))
    instance = running.select_related("definition").defer("definition__source").first()
    if instance is None:
        return None
    return rows.Writing(instance, described, at, actor.name, acted=acted)


def _required(subject: Reference, *, actor: Actor, at: datetime) -> rows.Writing:
    standing = _standing(subject, actor=actor, at=at)
    if standing is None:
        raise Conflict("流程已经结束，不能再办理。", code="flow.instance-ended")
    if standing.instance.suspended_at is not None:
        raise Conflict("流程已挂起，恢复后才能办理。", code="flow.suspended")
    return standing
