"""恢复办理: a process that has ended goes on from one of its steps, where its host allows it."""

from datetime import datetime

from tongban.engines.flow import rows
from tongban.engines.flow.contracts import Move
from tongban.engines.flow.models import History, Instance, Work
from tongban.engines.flow.operations.hand import refusals
from tongban.engines.flow.queries import still_done
from tongban.engines.flow.registry import hosts
from tongban.engines.flow.rules import words_fault
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import about, note, operation
from tongban.lib import bpmn


@operation(may="flow.steer", on="instance")
def reopen(*, instance: Instance, to: str, reason: str, actor: Actor, at: datetime) -> Instance:
    """The instance runs again, with this step open and everything after it to be done again. Its history stays.

    Conflict where the host does not allow it, another process of the subject runs, or a 法定 step before it was never done.
    """
    if faults := words_fault("reason", reason, "原因"):
        raise Invalid(faults, code="flow.reason-missing")
    host = hosts[instance.subject_kind]
    described = host.lock(instance.subject)
    rows_of = Instance.objects.filter(**pointing_at(instance.subject)).select_related("definition")
    found = rows_of.select_for_update(of=("self",)).order_by("-pk")[0]
    if found.pk != instance.pk or not found.ended or not host.reopens:
        raise Conflict("这件事不能恢复办理。", code="flow.no-reopen")
    about(found.subject)
    host.words(reason)
    host.before(Move("reopen", found.subject, to, "", reason, actor, at))
    writing = rows.Writing(found, described, at, actor.name)
    with refusals():
        done = still_done(found, writing.model)
        change = bpmn.reopen(writing.model, rows.load(found), to, done, context=writing.context)
        rows.save(change, writing)
    Work.objects.filter(instance=found).exclude(undo=None).update(undo=None)
    History.objects.create(
        instance=found,
        at=at,
        event="reopened",
        element=to,
        token=0,
        data={"reason": reason.strip()},
        actor_name=actor.name,
    )
    note(to=to)
    return found
