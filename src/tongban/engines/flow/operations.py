"""The moves. Each acts on a work (or, withdrawing, on a done one), whatever the subject is."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tongban.engines.flow import definitions, rows
from tongban.engines.flow.contracts import (
    Choice,
    InstanceEnded,
    Move,
    StepCompleted,
    StepReturned,
    Subject,
)
from tongban.engines.flow.models import Instance, Work
from tongban.engines.flow.registry import hosts
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Holder
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import about, inside_operation, note, operation, publish
from tongban.kernel.references import Reference
from tongban.lib import bpmn
from tongban.lib.bpmn.stored import undo_from_json, undo_to_json

OPINION_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Said:
    """How a step ended, and what was said."""

    state: str
    opinion: str
    decision: str


@inside_operation
def start(
    subject: Subject, *, process: str, actor: Actor, at: datetime, variables: Mapping[str, Any] | None = None
) -> Instance:
    """Start a process for a subject. The database refuses a second running one."""
    definition = definitions.current(process)
    instance = Instance.objects.create(
        definition=definition, started_at=at, variables=dict(variables or {}), **pointing_at(subject.reference)
    )
    with refusals():
        change = bpmn.start(definitions.compiled(definition), variables=instance.variables, context=_context(subject))
    rows.save(change, rows.Writing(instance, subject, at, actor.name))
    _tell_end(change, subject)
    return instance


@operation(may="flow.act", on="work")
def complete(
    *,
    work: Work,
    actor: Actor,
    at: datetime,
    opinion: str = "",
    decision: str = "",
    choices: Mapping[str, Any] | None = None,
) -> Work:
    """提交: finish a step with an opinion and what the step decides. Conflict when somebody was first."""
    return finish(work=work, actor=actor, at=at, opinion=opinion, decision=decision, choices=choices)


@inside_operation
def finish(
    *,
    work: Work,
    actor: Actor,
    at: datetime,
    opinion: str = "",
    decision: str = "",
    choices: Mapping[str, Any] | None = None,
) -> Work:
    """Finish a step inside the operation that does its work (number, seal, distribute)."""
    work, instance = _locked(work)
    reference = work.subject
    host = hosts[reference.kind]
    about(reference)
    _check_opinion(work, opinion)
    variables = _chosen(host.choices(reference, work.element, at), choices or {})
    host.before(Move("complete", reference, work.element, decision, opinion, actor, at))
    subject = host.describe(reference)
    with refusals():
        change = bpmn.complete(
            definitions.compiled(instance.definition), rows.load(instance), work.token,
            outcome={"decision": decision}, variables=variables, context=_context(subject),
        )  # fmt: skip
    _done(work, Said(Work.DONE, opinion, decision), change, actor=actor, at=at)
    rows.save(change, rows.Writing(instance, subject, at, actor.name))
    note(step=work.step, decision=decision)
    publish(StepCompleted(reference, work.element, work.pk, decision, actor.person_id, actor.name, at))
    _tell_end(change, subject)
    return work


@operation(may="flow.act", on="work")
def send_back(*, work: Work, reason: str, actor: Actor, at: datetime, to: str = "", direct: bool = False) -> Work:
    """退回修改, to an earlier step (the previous one when `to` is empty), with a reason. `direct`: it comes straight back here."""
    if not reason.strip():
        raise Invalid({"opinion": "退回要写明原因。"}, code="flow.reason-missing")
    work, instance = _locked(work)
    reference = work.subject
    host = hosts[reference.kind]
    about(reference)
    host.before(Move("return", reference, work.element, to, reason, actor, at))
    subject = host.describe(reference)
    model = definitions.compiled(instance.definition)
    state = rows.load(instance)
    with refusals():
        target = to or _previous(model, state, work)
        change = bpmn.return_to(model, state, work.token, target, direct=direct, context=_context(subject))
    _done(work, Said(Work.RETURNED, reason, "return"), change, actor=actor, at=at)
    rows.save(change, rows.Writing(instance, subject, at, actor.name))
    note(step=work.step, to=target)
    publish(StepReturned(reference, work.element, target, reason.strip(), actor.name))
    return work


@operation(may="flow.withdraw", on="work")
def withdraw(*, work: Work, actor: Actor, at: datetime) -> Work:
    """撤回: take one's own step back while nobody has acted after it."""
    instance = _lock(work.subject, work.instance_id)
    work.refresh_from_db()
    if work.state != Work.DONE or work.undo is None:
        raise Conflict("这一步不能撤回。", code="flow.cannot-withdraw")
    host = hosts[work.subject_kind]
    host.before(Move("withdraw", work.subject, work.element, "", "", actor, at))
    subject = host.describe(work.subject)
    undo = undo_from_json(work.undo)
    with refusals():
        change = bpmn.withdraw(
            definitions.compiled(instance.definition), rows.load(instance), undo, context=_context(subject)
        )
    work.state, work.undo = Work.WITHDRAWN, None
    work.save(update_fields=["state", "undo"])
    rows.save(change, rows.Writing(instance, subject, at, actor.name))
    about(work.subject)
    note(step=work.step)
    return work


@operation(may="flow.act", on="work")
def transfer(*, work: Work, to: Holder, reason: str, actor: Actor, at: datetime) -> Work:
    """转办: hand the step to another person, who has it from now on."""
    work, _ = _locked(work)
    if inbox.person_key(to.person_id) in work.keys:
        raise Conflict(f"{to.name}已经有这件事。", code="flow.has-it-already")
    subject = hosts[work.subject_kind].describe(work.subject)
    inbox.finish(Reference("work", work.pk), person_id=actor.person_id, at=at)
    work.keys, work.names = [inbox.person_key(to.person_id)], to.name
    work.save(update_fields=["keys", "names"])
    inbox.put([rows.entry_of(work, subject)])
    about(work.subject)
    note(step=work.step, to=to.person_id, reason=reason[:200])
    return work


@operation(may="flow.act", on="work")
def keep_opinion(*, work: Work, opinion: str, actor: Actor, at: datetime) -> None:
    """暂存: keep what is typed, for the one who has the step."""
    Work.objects.filter(pk=work.pk, state=Work.OPEN).update(draft_opinion=opinion[:OPINION_LENGTH])


@inside_operation
def finish_service(
    subject: Reference, token: int, *, actor: Actor, at: datetime, variables: Mapping[str, Any] | None = None
) -> None:
    """A service task's work is done: the process goes on. Doing it twice changes nothing."""
    hosts[subject.kind].lock(subject)
    instance = Instance.objects.select_for_update(of=("self",)).select_related("definition").get(
        ended="", **pointing_at(subject)
    )  # fmt: skip
    state = rows.load(instance)
    if token not in state.tokens:
        return
    described = hosts[subject.kind].describe(subject)
    with refusals():
        change = bpmn.complete(
            definitions.compiled(instance.definition), state, token,
            variables=dict(variables or {}), context=_context(described),
        )  # fmt: skip
    rows.save(change, rows.Writing(instance, described, at, actor.name))
    _tell_end(change, described)


@contextmanager
def refusals() -> Iterator[None]:
    """What the process model refuses is a conflict for the person: nothing has changed."""
    try:
        yield
    except bpmn.BpmnError as error:
        raise Conflict(error.message, code=f"flow.{error.code}") from error


def _context(subject: Subject) -> bpmn.Context:
    return bpmn.Context(subject=subject.facts)


def _previous(model: bpmn.Compiled, state: bpmn.State, work: Work) -> str:
    """Where 退回 leads when nobody chose: the step that the matter came from."""
    done = set(
        Work.objects.filter(instance=work.instance_id).exclude(state=Work.OPEN).values_list("element", flat=True)
    )
    found = bpmn.previous_steps(model, state, work.token, done)
    if not found:
        raise Conflict("前面没有可以退回的环节。", code="flow.nothing-before")
    if len(found) > 1:
        names = "、".join(model.nodes[name].name for name in found)
        raise Invalid({"to": f"前面有几个环节，请选择退回到哪一个：{names}。"}, code="flow.choose-target")
    return found[0]


def _lock(reference: Reference, instance_id: int) -> Instance:
    """Subject first, then instance: everybody locks in this order."""
    hosts[reference.kind].lock(reference)
    return Instance.objects.select_for_update(of=("self",)).select_related("definition").get(pk=instance_id)


def _locked(work: Work) -> tuple[Work, Instance]:
    instance = _lock(work.subject, work.instance_id)
    work.refresh_from_db()
    if work.state != Work.OPEN:
        raise taken(work)
    return work, instance


def taken(work: Work) -> Conflict:
    """Somebody was first, and this is who and when."""
    if work.person_name and work.done_at:
        return Conflict(f"这一步已由 {work.person_name} 办理。您写的意见已保留。", code="flow.taken")
    return Conflict("这一步已经结束，不需要再办。您写的意见已保留。", code="flow.closed")


def _check_opinion(work: Work, opinion: str) -> None:
    if work.box and not opinion.strip():
        raise Invalid({"opinion": "请填写处理意见。"}, code="flow.opinion-missing")
    if len(opinion) > OPINION_LENGTH:
        raise Invalid({"opinion": f"意见有 {len(opinion)} 字，超过 {OPINION_LENGTH} 字。"}, code="flow.opinion-long")


def _chosen(offered: list[Choice], given: Mapping[str, Any]) -> dict[str, Any]:
    """The variables that a step sets: only what it offers, only from the options."""
    faults, variables = {}, {}
    for choice in offered:
        values = [str(v) for v in _listed(given.get(choice.name))]
        known = {option.value for option in choice.options}
        if choice.required and not values:
            faults[choice.name] = f"请选择{choice.label}。"
        elif any(v not in known for v in values) or (not choice.many and len(values) > 1):
            faults[choice.name] = f"{choice.label}的选项不对，请重新选择。"
        variables[choice.name] = [int(v) for v in values] if choice.many else next((int(v) for v in values), None)
    if faults:
        raise Invalid(faults, code="flow.choices")
    return variables


def _listed(value: Any) -> list[Any]:
    if value in (None, ""):
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _done(work: Work, said: Said, change: bpmn.Change, *, actor: Actor, at: datetime) -> None:
    work.state, work.done_at, work.opinion, work.decision = said.state, at, said.opinion.strip(), said.decision
    work.person_id, work.person_name = actor.person_id, actor.name
    work.post_name, work.unit_name, work.draft_opinion = actor.post_name, actor.unit_name, ""
    work.undo = undo_to_json(change.undo) if said.state == Work.DONE and change.undo else None
    work.save(
        update_fields=[
            "state", "done_at", "opinion", "decision", "person_id", "person_name", "post_name", "unit_name",
            "draft_opinion", "undo",
        ]
    )  # fmt: skip
    inbox.finish(Reference("work", work.pk), person_id=actor.person_id, at=at)


def _tell_end(change: bpmn.Change, subject: Subject) -> None:
    if change.ended:
        publish(InstanceEnded(subject.reference, change.ended))
