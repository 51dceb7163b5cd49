"""Between rows and the states of lib.bpmn: load the live tokens of an instance, write the change that a command made.

An open step is its token: it lives in its Work row. Every other live token has a Token row. So a step touches few rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tongban.engines.flow import arming, beside, choosing, sql, who
from tongban.engines.flow.contracts import ServiceReached, StepsOpened, Subject, Thrown
from tongban.engines.flow.definitions import compiled
from tongban.engines.flow.models import History, Instance, Token, Work
from tongban.foundation.inbox import api as inbox
from tongban.kernel.errors import Conflict
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import doing, enqueue, inside_operation, publish
from tongban.kernel.references import Reference
from tongban.kernel.sql import insert_rows, update_row
from tongban.lib import bpmn

SKIPS = 100  # so many steps in a row that nobody fits are a process that turns in circles


@dataclass(frozen=True, slots=True)
class Writing:
    """What every row of one change has in common. `actor_name` says whose move it was, `acted` is the token that he acted on."""

    instance: Instance
    subject: Subject
    at: datetime
    actor_name: str
    acted: int = 0

    @property
    def model(self) -> bpmn.Compiled:
        return compiled(self.instance.definition)

    @property
    def context(self) -> bpmn.Context:
        """Conditions say subject.<name>; a bare name that nothing else knows is looked for there too."""
        return bpmn.Context(
            subject={**self.subject.facts, "subject": self.subject.facts}, done=choosing.done_of(self.instance)
        )


def load(instance: Instance) -> bpmn.State:
    """The state of a locked instance: its live tokens and variables, in one query."""
    tokens = {number: _unpacked(number, element, data) for number, element, data in sql.live(instance.pk)}
    return bpmn.State(
        process=compiled(instance.definition).processes[0], tokens=tokens, variables=instance.variables,
        next_id=instance.next_token, ended=instance.ended,
    )  # fmt: skip


@inside_operation
def save(change: bpmn.Change, writing: Writing) -> bpmn.State:
    """Write a change row by row: tokens, works, history, desks; then pass the steps that nobody fits and that may be skipped."""
    skipped, state = _write(change, writing), change.state
    for _ in range(SKIPS):
        if not skipped:
            return state
        token = skipped.pop(0)
        if token in state.tokens:
            change = bpmn.complete(writing.model, state, token, context=writing.context)
            skipped += _write(change, replace(writing, acted=token))
            state = change.state
    raise Conflict("流程中连续的环节都没有可以办理的人，请先配置岗位和人员。", code="flow.nobody")


def _write(change: bpmn.Change, writing: Writing) -> list[int]:
    """The rows of one change, its new steps on desks, and whoever must hear of it; the numbers of the steps to be skipped."""
    _cancel(change, writing)
    works = write(change, writing)
    _lay_out([work for work in works if work.state == Work.OPEN], writing)
    for token in change.created:
        if token.kind == bpmn.SERVICE:
            publish(ServiceReached(writing.subject.reference, writing.model.nodes[token.node].service, token.id))
    _arm((*change.created, *change.restored), change.state, writing)
    _carry(change.thrown, writing)
    return [work.token for work in works if work.state == Work.SKIPPED]


def write(change: bpmn.Change, writing: Writing) -> list[Work]:
    """Instance, tokens, history and new steps of one change, as rows; nobody hears of it. The new steps."""
    _save_instance(change, writing)
    _save_tokens(change, writing)
    _save_history(change.events, writing)
    # A step that changes wakes: it waited for a detour, which gave the matter back to it.
    steps = [token for token in (*change.created, *change.restored, *change.changed) if _is_step(token)]
    works = [_work(token, change.state, writing) for token in steps]
    insert_rows(works)
    return works


@inside_operation
def migrate(change: bpmn.Change, writing: Writing) -> None:
    """The rows of a migration: places and open steps bear the new version's elements; nothing is opened, nobody hears of it."""
    instance, model = writing.instance, writing.model
    tokens = {token.id: token for token in change.changed}
    for work in Work.objects.filter(instance=instance, state=Work.OPEN, token__in=tokens):
        node, work.data = model.nodes[tokens[work.token].node], _packed(tokens[work.token])
        work.element, work.step, work.box = node.id, node.name, node.step.opinion
        update_row(work, "element", "step", "box", "data")
    # What was done before is not taken back any more: the step would lie in a version that is gone.
    Work.objects.filter(instance=instance, undo__isnull=False).update(undo=None)
    update_row(instance, "definition", "next_token")
    sql.drop_tokens(instance.pk, [removed.token.id for removed in change.removed])
    sql.put_tokens([_row(token, writing) for token in (*change.created, *change.changed) if not _is_step(token)])
    _save_history(change.events, writing)
    _arm(change.created, change.state, writing)


def _arm(tokens: Iterable[bpmn.Token], state: bpmn.State, writing: Writing) -> None:
    """A job for each timer that new tokens wait for."""
    waiting = [token for token in tokens if token.kind in (bpmn.WAIT, bpmn.LISTEN)]
    if waiting:
        for token, node, timer in bpmn.timers(writing.model, state, waiting, context=writing.context):
            due = arming.Due(token.id, node.id, token.fired, arming.first_due(timer, writing.at))
            arming.set_job(writing.instance.pk, due)


def _carry(thrown: Iterable[bpmn.Thrown], writing: Writing) -> None:
    """Signals go to all other processes, messages to whom the host knows."""
    for kind, name, _ in thrown:
        publish(Thrown(writing.subject.reference, kind, name))
        if kind == "signal":
            enqueue("flow.carry_signal", signal=name, sender=writing.instance.pk)


def _save_instance(change: bpmn.Change, writing: Writing) -> None:
    """What changed of it: the variables may be long, and most steps set none."""
    instance, state = writing.instance, change.state
    names = ["next_token"]
    if change.variables:
        names.append("variables")
    if state.ended != instance.ended:
        names += ["ended", "ended_at"]
    instance.variables, instance.next_token = dict(state.variables), state.next_id
    instance.ended, instance.ended_at = state.ended, writing.at if state.ended else None
    update_row(instance, *names)


def _save_tokens(change: bpmn.Change, writing: Writing) -> None:
    instance = writing.instance
    gone = [r.token.id for r in change.removed if not _is_step(r.token)] + [t.id for t in change.changed if _is_step(t)]
    sql.drop_tokens(instance.pk, gone)
    kept = [t for t in (*change.created, *change.changed, *change.restored) if not _is_step(t)]
    sql.put_tokens([_row(token, writing) for token in kept])


def _row(token: bpmn.Token, writing: Writing) -> Token:
    return Token(
        instance=writing.instance, number=token.id, element=token.node, data=_packed(token),
        signals=_signals(token, writing.model),
    )  # fmt: skip


def _signals(token: bpmn.Token, model: bpmn.Compiled) -> str:
    """The signals that a token waits for, in the form that is looked for."""
    if token.kind not in (bpmn.WAIT, bpmn.LISTEN):
        return ""
    events = [node.event for _, node in bpmn.armed(model, {token.id: token}) if node.event is not None]
    names = [event.name for event in events if event.kind == "signal"]
    return f"|{'|'.join(names)}|" if names else ""


def _save_history(events: Iterable[bpmn.Event], writing: Writing) -> None:
    insert_rows([
        History(
            instance=writing.instance, at=writing.at, event=e.kind, element=e.element, token=e.token,
            data=dict(e.data), actor_name=writing.actor_name,
        )
        for e in events
    ], ids=False)  # fmt: skip


def _cancel(change: bpmn.Change, writing: Writing) -> None:
    """Steps that ended without their people: cancelled by a return, a completion condition, the end; or that wait again."""
    over = [r.token for r in change.removed if _is_step(r.token)] + [t for t in change.changed if t.parked]
    tokens = [token.id for token in over if token.id != writing.acted]
    if not tokens:
        return
    works = Work.objects.filter(instance=writing.instance, token__in=tokens, state=Work.OPEN)
    found = list(works.only("pk", "token", "asked", "instance_id"))
    works.update(state=Work.CANCELLED, done_at=writing.at)
    inbox.close([work.reference for work in found], at=writing.at)
    beside.close(found, at=writing.at)


def _lay_out(works: list[Work], writing: Writing) -> None:
    """New steps lie on desks from now on."""
    if works:
        inbox.put([entry_of(work, writing.subject) for work in works])
        publish(StepsOpened(writing.subject.reference, tuple(work.pk for work in works), writing.subject.urgency))


def _work(token: bpmn.Token, state: bpmn.State, writing: Writing) -> Work:
    node = writing.model.nodes[token.node]
    work = Work(
        instance=writing.instance, token=token.id, data=_packed(token), element=token.node, step=node.name,
        box=node.step.opinion, opened_at=writing.at,
        due_at=arming.limit_end(node.step.limit, writing.at) if node.step.limit else None,
        when_late=node.step.timeout if node.step.limit else "", **pointing_at(writing.subject.reference),
    )  # fmt: skip
    assigned = who.assign(who.Asked(
        role=node.step.role, relation=node.step.relation, subject=writing.subject, variables=state.variables,
        item=_item(token, state.tokens), at=writing.at, previous=doing().actor.person_id,
    ))  # fmt: skip
    if not assigned.keys:
        assigned = _nobody(work, node.step.fallback, writing)
    work.keys, work.names, work.place_id = list(assigned.keys), assigned.names, assigned.place_id
    return work


def _nobody(work: Work, fallback: str, writing: Writing) -> who.Assigned:
    """Nobody fits: what the process says about that, for everybody to see."""
    if fallback == "block":
        raise Conflict(f"“{work.step}”没有可以办理的人，请先配置岗位和人员。", code="flow.nobody")
    if fallback == "skip":
        work.state, work.done_at = Work.SKIPPED, writing.at
        return who.Assigned((), "无合适办理人，按流程设置跳过")
    return who.fallback(writing.subject)


def _item(token: bpmn.Token, tokens: Mapping[int, bpmn.Token]) -> Any:
    """What the multi-instance around a step is about: the unit that countersigns, the section that handles."""
    around: bpmn.Token | None = token
    while around is not None and around.nth is None:
        around = tokens.get(around.parent)
    return around.item if around is not None else None


def entry_of(work: Work, subject: Subject) -> inbox.Entry:
    """How an open step lies on a desk: with its own limit or the whole matter's, whichever ends first."""
    current = doing().actor
    return inbox.Entry(
        source=Reference("work", work.pk), subject=subject.reference, keys=tuple(work.keys), step=work.step,
        category=subject.category, title=subject.title, number=subject.number, urgency=subject.urgency,
        from_unit=current.unit_name or subject.from_unit, from_person=current.name or subject.from_person,
        received_at=work.opened_at, due_at=min((due for due in (work.due_at, subject.due_at) if due), default=None),
    )  # fmt: skip


def _is_step(token: bpmn.Token) -> bool:
    """Whether somebody can act on it: then it is a Work, else a Token."""
    return token.kind == bpmn.TASK and not token.parked


def _packed(token: bpmn.Token) -> dict[str, Any]:
    data = bpmn.token_to_json(token)
    known = {"id": token.id, "node": token.node, "kind": bpmn.TASK}
    return {name: value for name, value in data.items() if name not in known or value != known[name]}


def _unpacked(number: int, element: str, data: Mapping[str, Any]) -> bpmn.Token:
    return bpmn.token_from_json({"id": number, "node": element, "kind": bpmn.TASK, **data})
