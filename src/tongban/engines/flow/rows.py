"""Between rows and the states of lib.bpmn: load the live tokens of an instance, write the change that a command made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tongban.engines.flow import who
from tongban.engines.flow.contracts import ServiceReached, StepsOpened, Subject
from tongban.engines.flow.definitions import compiled
from tongban.engines.flow.models import History, Instance, Token, Work
from tongban.foundation.inbox import api as inbox
from tongban.kernel.errors import Conflict
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import doing, inside_operation, publish
from tongban.kernel.references import Reference
from tongban.lib import bpmn
from tongban.lib.bpmn.stored import token_from_json, token_to_json


@dataclass(frozen=True, slots=True)
class Writing:
    """What every row of one change has in common. `actor_name` says whose move it was."""

    instance: Instance
    subject: Subject
    at: datetime
    actor_name: str


def load(instance: Instance) -> bpmn.State:
    """The state of a locked instance: its live tokens and variables, in one query."""
    rows = Token.objects.filter(instance=instance).values_list("data", flat=True)
    tokens = {token.id: token for token in map(token_from_json, rows)}
    return bpmn.State(
        process=compiled(instance.definition).processes[0], tokens=tokens, variables=instance.variables,
        next_id=instance.next_token, ended=instance.ended,
    )  # fmt: skip


@inside_operation
def save(change: bpmn.Change, writing: Writing) -> list[Work]:
    """Write a change row by row: tokens, works, history, desks. Gives the works that it opened."""
    _save_instance(change, writing)
    _save_tokens(change, writing.instance)
    _save_history(change.events, writing)
    _cancel(change.removed, writing)
    opened = _open(_to_open(change), change, writing)
    nodes = compiled(writing.instance.definition).nodes
    for token in change.created:
        if token.kind == bpmn.SERVICE:
            publish(ServiceReached(writing.subject.reference, nodes[token.node].service, token.id))
    return opened


def _to_open(change: bpmn.Change) -> list[bpmn.Token]:
    """Steps that people have from now on: new ones, withdrawn ones, and those that a detour gave back to their returner."""
    resumed = {event.token for event in change.events if event.kind == "resumed"}
    begun = [t for t in (*change.created, *change.restored) if t.kind == bpmn.TASK and not t.parked]
    return begun + [t for t in change.changed if t.id in resumed]


def _save_instance(change: bpmn.Change, writing: Writing) -> None:
    instance = writing.instance
    instance.variables = dict(change.state.variables)
    instance.next_token, instance.ended = change.state.next_id, change.ended
    instance.ended_at = writing.at if change.ended else None
    instance.save(update_fields=["variables", "next_token", "ended", "ended_at"])


def _save_tokens(change: bpmn.Change, instance: Instance) -> None:
    if gone := [r.token.id for r in change.removed]:
        Token.objects.filter(instance=instance, number__in=gone).delete()
    rows = [
        Token(instance=instance, number=t.id, data=token_to_json(t))
        for t in (*change.created, *change.changed, *change.restored)
    ]
    if rows:
        Token.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["instance", "number"], update_fields=["data"]
        )


def _save_history(events: Iterable[bpmn.Event], writing: Writing) -> None:
    History.objects.bulk_create(
        History(
            instance=writing.instance, at=writing.at, event=e.kind, element=e.element, token=e.token,
            data=dict(e.data), actor_name=writing.actor_name,
        )
        for e in events
    )  # fmt: skip


def _cancel(removed: Iterable[bpmn.Removed], writing: Writing) -> None:
    """Steps that ended without their people: cancelled by a return, a completion condition, the end."""
    tokens = [r.token.id for r in removed if r.token.kind == bpmn.TASK and r.why != bpmn.COMPLETED]
    if not tokens:
        return
    works = Work.objects.filter(instance=writing.instance, token__in=tokens, state=Work.OPEN)
    references = [Reference("work", pk) for pk in works.values_list("pk", flat=True)]
    works.update(state=Work.CANCELLED, done_at=writing.at)
    inbox.close(references, at=writing.at)


def _open(tokens: list[bpmn.Token], change: bpmn.Change, writing: Writing) -> list[Work]:
    if not tokens:
        return []
    works = Work.objects.bulk_create([_work(token, change.state, writing) for token in tokens])
    inbox.put([entry_of(work, writing.subject) for work in works])
    publish(StepsOpened(writing.subject.reference, tuple(work.pk for work in works)))
    return works


def _work(token: bpmn.Token, state: bpmn.State, writing: Writing) -> Work:
    node = compiled(writing.instance.definition).nodes[token.node]
    step = node.step
    asked = who.Asked(
        role=step.role, relation=step.relation, subject=writing.subject, variables=state.variables, item=_item(token, state.tokens),
        at=writing.at,
    )  # fmt: skip
    assigned = who.assign(asked)
    if not assigned.keys:
        if step.fallback == "block":
            raise Conflict(f"“{node.name}”没有可以办理的人，请先配置岗位和人员。", code="flow.nobody")
        assigned = who.fallback(writing.subject)
    return Work(
        instance=writing.instance, token=token.id, element=token.node, step=node.name, box=step.opinion,
        place_id=assigned.place_id, keys=list(assigned.keys), names=assigned.names, opened_at=writing.at,
        **pointing_at(writing.subject.reference),
    )  # fmt: skip


def _item(token: bpmn.Token, tokens: Mapping[int, bpmn.Token]) -> Any:
    """What the multi-instance around a step is about: the unit that countersigns, the section that handles."""
    around: bpmn.Token | None = token
    while around is not None and around.index is None:
        around = tokens.get(around.parent)
    return around.item if around is not None else None


def entry_of(work: Work, subject: Subject) -> inbox.Entry:
    """How an open step lies on a desk."""
    current = doing().actor
    return inbox.Entry(
        source=Reference("work", work.pk), subject=subject.reference, keys=tuple(work.keys), step=work.step,
        category=subject.category, title=subject.title, number=subject.number, urgency=subject.urgency,
        from_unit=current.unit_name or subject.from_unit, from_person=current.name or subject.from_person,
        received_at=work.opened_at, due_at=work.due_at,
    )  # fmt: skip
