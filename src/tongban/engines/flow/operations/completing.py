"""Forward: start a process, finish steps of people and of services."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tongban.engines.flow import beside, definitions, rows
from tongban.engines.flow.choosing import choices_of, missing_handler
from tongban.engines.flow.contracts import Move, StepCompleted, Subject
from tongban.engines.flow.models import Instance, Work
from tongban.engines.flow.operations.hand import Desk, Hand, Said, hand_on, lay_down, refusals, take, tell_end
from tongban.engines.flow.queries import not_in_batch
from tongban.engines.flow.registry import hosts
from tongban.engines.flow.rules import OPINION_LENGTH, chosen, opinion_fault
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import inside_operation, note, operation, publish
from tongban.kernel.references import Reference
from tongban.lib import bpmn


@inside_operation
def start(
    subject: Subject, *, process: str, actor: Actor, at: datetime, variables: Mapping[str, Any] | None = None
) -> Instance:
    """Start a process for a subject. Conflict while another one runs for it."""
    if Instance.objects.filter(ended="", **pointing_at(subject.reference)).exists():
        raise Conflict("这件事已经在办理中，不能重复启动。", code="flow.running")
    definition = definitions.current(process)
    instance = Instance.objects.create(
        definition=definition, started_at=at, variables=dict(variables or {}), **pointing_at(subject.reference)
    )
    writing = rows.Writing(instance, subject, at, actor.name)
    with refusals():
        change = bpmn.start(writing.model, variables=instance.variables, context=writing.context)
        state = rows.save(change, writing)
    tell_end(state, subject)
    return instance


@dataclass(frozen=True, slots=True)
class Result:
    """What the work of a step gave: `outcome` is seen by the next conditions and forgotten, `variables` stay with the process."""

    outcome: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)


NOTHING = Result()


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
    if work.element in hosts[work.subject_kind].own:
        raise Conflict(f"“{work.step}”不能直接提交，请在页面上办理{work.step}。", code="flow.own-operation")
    return finish(work=work, actor=actor, at=at, opinion=opinion, decision=decision, choices=choices)


@operation(may="flow.act", on="work")
def complete_in_batch(*, work: Work, opinion: str, actor: Actor, at: datetime) -> Work:
    """批量办理, one row of it: the same as 提交, but only where the process allows it (`batch`), and never at a 法定 step."""
    if why := not_in_batch(work):
        raise Conflict(why, code="flow.no-batch")
    return finish(work=work, actor=actor, at=at, opinion=opinion)


@inside_operation
def finish(  # noqa: PLR0913  all that a step can end with, by name
    *,
    work: Work,
    actor: Actor,
    at: datetime,
    opinion: str = "",
    decision: str = "",
    choices: Mapping[str, Any] | None = None,
    result: Result = NOTHING,
) -> Work:
    """Finish a step inside the operation that does its work (number, seal, distribute), with what that work resulted in."""
    hand, said = take(work, actor=actor, at=at), Said(Work.DONE, opinion, decision)
    if hand.work.queue:
        return _give_back(hand, said)
    beside.require_answered(hand.work)
    if hand.work.kept is not None:
        return _after_all(hand, said)
    variables = _checked(hand, said, choices or {})
    if hand.work.after:
        return _others_after(hand, said, Result(result.outcome, {**variables, **result.variables}))
    return complete_in(hand, said, variables, result)


@inside_operation
def complete_in(hand: Hand, said: Said, variables: Mapping[str, Any], result: Result = NOTHING) -> Work:
    """The step in hand is done: the process goes on, with what was chosen and what the work resulted in."""
    work, subject, actor = hand.work, hand.subject, hand.actor
    beside.close([work], at=hand.at)
    hand.host.before(
        Move("complete", subject, work.element, said.decision, said.opinion, actor, hand.at, dict(variables))
    )
    writing = hand.writing
    with refusals():
        change = bpmn.complete(
            hand.model, rows.load(hand.instance), work.token,
            outcome={"decision": said.decision, **result.outcome}, variables={**variables, **result.variables},
            context=writing.context,
        )  # fmt: skip
        lay_down(hand, said, undo=change.undo)
        state = rows.save(change, writing)
    note(step=work.step, decision=said.decision)
    publish(StepCompleted(subject, work.element, work.pk, said.decision, actor.person_id, actor.name, hand.at))
    tell_end(state, hand.described)
    return work


def _others_after(hand: Hand, said: Said, result: Result) -> Work:
    """后加签: the step is done, but others speak before the process goes on; what was decided is kept meanwhile."""
    kept = {"decision": said.decision, "outcome": dict(result.outcome), "variables": dict(result.variables)}
    desks = [Desk(tuple(row["keys"]), row["names"]) for row in hand.work.after]
    new = hand_on(hand, said, desks, kept=kept, after=[])
    note(step=hand.work.step, decision=said.decision, to=new.names)
    return hand.work


def _after_all(hand: Hand, said: Said) -> Work:
    """后加签: the last of them has spoken. The process goes on with what was decided before them."""
    if faults := opinion_fault(said.opinion, box=hand.work.box):
        raise Invalid(faults, code="flow.opinion-missing")
    kept: dict[str, Any] = hand.work.kept or {}
    decided = Said(said.state, said.opinion, kept["decision"])
    return complete_in(hand, decided, kept["variables"], Result(outcome=kept["outcome"]))


def _give_back(hand: Hand, said: Said) -> Work:
    """Who was asked (委派, 加签) has said something: the step goes on to the next desk, the process stays where it is."""
    if faults := opinion_fault(said.opinion, box=hand.work.box):
        raise Invalid(faults, code="flow.opinion-missing")
    new = hand_on(hand, said, Desk.queue_of(hand.work))
    note(step=hand.work.step, to=new.names)
    return hand.work


def _checked(hand: Hand, said: Said, choices: Mapping[str, Any]) -> dict[str, Any]:
    """The variables that the step sets. Invalid, field by field, for what is missing or was never offered."""
    variables, faults = chosen(choices_of(hand.work, hand.at, hand.instance), choices)
    faults |= missing_handler(hand.instance, hand.work.element, variables) if not faults else {}
    faults |= opinion_fault(said.opinion, box=hand.work.box)
    if said.decision and said.decision not in hand.node.step.decisions:
        faults["decision"] = "没有这个选项，请重新选择。"
    if faults:
        raise Invalid(faults, code="flow.opinion-missing" if set(faults) == {"opinion"} else "flow.choices")
    return variables


@operation(may="flow.act", on="work")
def keep_opinion(*, work: Work, opinion: str, actor: Actor, at: datetime) -> None:
    """暂存: keep what is typed, for the one who has the step."""
    Work.objects.filter(pk=work.pk, state=Work.OPEN).update(draft_opinion=opinion[:OPINION_LENGTH])


@inside_operation
def finish_service(
    subject: Reference, token: int, *, actor: Actor, at: datetime, variables: Mapping[str, Any] | None = None
) -> None:
    """A service task's work is done: the process goes on. Doing it twice, or after the end, changes nothing."""
    described = hosts[subject.kind].lock(subject)
    running = Instance.objects.select_for_update(of=("self",)).filter(ended="", **pointing_at(subject))
    instance = running.select_related("definition").defer("definition__source").first()
    state = rows.load(instance) if instance is not None else None
    if instance is None or state is None or token not in state.tokens:
        return
    writing = rows.Writing(instance, described, at, actor.name, acted=token)
    with refusals():
        change = bpmn.complete(writing.model, state, token, variables=dict(variables or {}), context=writing.context)
        after = rows.save(change, writing)
    tell_end(after, described)
