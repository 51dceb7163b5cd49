"""Migration: chosen running instances stand in another version of their process from now on, each in a transaction of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tongban.engines.flow import rows
from tongban.engines.flow.contracts import Subject
from tongban.engines.flow.definitions import compiled
from tongban.engines.flow.models import Definition, Instance
from tongban.engines.flow.operations.hand import refusals
from tongban.engines.flow.queries import done_elements
from tongban.engines.flow.registry import hosts
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import about, note, operation
from tongban.lib import bpmn


@dataclass(frozen=True, slots=True)
class Target:
    """Where to: the version, and the new element of each old one (by default that of the same id)."""

    definition: Definition
    mapping: Mapping[str, str]


@operation(may="flow.administer", on="instance")
def migrate_instance(*, instance: Instance, to: Target, reason: str, actor: Actor, at: datetime) -> Instance:
    """迁移: the instance goes on in the other version, at the corresponding steps; the same people have them.

    Conflict with the step and the reason where it cannot stand there, and for one that is over. Steps done before can no more be
    taken back (撤回).
    """
    if not reason.strip():
        raise Invalid({"reason": "请写明为什么迁移。"}, code="flow.reason-missing")
    described = hosts[instance.subject.kind].lock(instance.subject)
    locked = Instance.objects.select_for_update(of=("self",)).select_related("definition").defer("definition__source")
    found = locked.get(pk=instance.pk)
    about(found.subject)
    before = found.definition
    with refusals():
        change = planned(found, to, described, at)
        found.definition = to.definition
        found.next_token = change.state.next_id
        rows.migrate(change, rows.Writing(found, described, at, actor.name))
    note(process=before.key, before=before.version, after=to.definition.version, reason=reason.strip()[:200])
    return found


def planned(instance: Instance, to: Target, subject: Subject, at: datetime) -> bpmn.Change:
    """What a migration would do. Conflict, or the MoveRefused of lib.bpmn, where it may not be."""
    if instance.ended:
        raise Conflict("流程已经结束。", code="flow.instance-ended")
    if instance.definition.key != to.definition.key or instance.definition_id == to.definition.pk:
        raise Conflict("只能迁移到同一流程的另一版本。", code="flow.same-version")
    old, new = compiled(instance.definition), compiled(to.definition)
    context = rows.Writing(instance, subject, at, "").context
    done = done_elements(instance, old)
    return bpmn.migrate(old, new, rows.load(instance), to.mapping, done=done, context=context)
