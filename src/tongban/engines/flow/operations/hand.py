"""A step in hand: locked, with its instance, its process and its host; and how it is laid down."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from tongban.engines.flow import rows, sql
from tongban.engines.flow.contracts import Host, InstanceEnded, StepsOpened, Subject
from tongban.engines.flow.definitions import compiled
from tongban.engines.flow.models import History, Instance, Work
from tongban.engines.flow.registry import hosts
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Person
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict
from tongban.kernel.operations import about, on_behalf_of, publish
from tongban.kernel.references import Reference
from tongban.kernel.sql import update_row
from tongban.lib import bpmn


@dataclass(frozen=True, slots=True)
class Said:
    """How a step ended, and what was said."""

    state: str
    opinion: str
    decision: str = ""


class Desk(NamedTuple):
    """Who gets a step: inbox keys, and the names that people read."""

    keys: tuple[str, ...]
    names: str

    @classmethod
    def queue_of(cls, work: Work) -> list["Desk"]:
        """Who has the step after the one who has it now."""
        return [cls(tuple(row["keys"]), row["names"]) for row in work.queue]


@dataclass(frozen=True, slots=True)
class Hand:
    """A step whose subject and instance are locked, in that order, as everybody locks them. `described`: the subject, locked."""

    work: Work
    described: Subject
    host: Host
    actor: Actor
    at: datetime

    @property
    def subject(self) -> Reference:
        return self.work.subject

    @property
    def instance(self) -> Instance:
        return self.work.instance

    @property
    def model(self) -> bpmn.Compiled:
        return compiled(self.instance.definition)

    @property
    def node(self) -> bpmn.Node:
        return self.model.nodes[self.work.element]

    def require_move(self, move: str, name: str) -> None:
        """Conflict when the process does not allow the move at this step."""
        if move not in self.node.step.moves:
            raise Conflict(f"“{self.work.step}”不能{name}。", code=f"flow.no-{move}")

    @property
    def writing(self) -> rows.Writing:
        return rows.Writing(self.instance, self.described, self.at, self.actor.name, acted=self.work.token)


def take(work: Work, *, actor: Actor, at: datetime, states: Collection[str] = (Work.OPEN,)) -> Hand:
    """Lock a step and read it anew. Conflict when it is no longer in one of these states: it says who was first."""
    host = hosts[work.subject_kind]
    described = host.lock(work.subject)
    found = sql.take(work.pk)
    if found.state not in states:
        raise taken(found)
    if found.instance.suspended_at is not None:
        raise Conflict("流程已挂起，恢复后才能办理。您写的意见已保留。", code="flow.suspended")
    about(found.subject)
    return Hand(found, described, host, actor, at)


def taken(work: Work) -> Conflict:
    """Somebody was first, and this is who."""
    if work.person_name and work.state != Work.WITHDRAWN:
        return Conflict(f"这一步已由 {work.person_name} 办理。您写的意见已保留。", code="flow.taken")
    return Conflict("这一步已经结束，不需要再办。您写的意见已保留。", code="flow.closed")


def lay_down(hand: Hand, said: Said, *, undo: bpmn.Undo | None = None) -> None:
    """The step is over: what was said stays with it under the names of the day, and it leaves all desks."""
    work, actor = hand.work, hand.actor
    hand.host.words(said.opinion)
    work.state, work.done_at, work.opinion, work.decision = said.state, hand.at, said.opinion.strip(), said.decision
    work.person_id, work.person_name = actor.person_id, actor.name
    work.post_name, work.unit_name, work.draft_opinion = actor.post_name, actor.unit_name, ""
    work.for_name = _in_whose_stead(hand)
    work.undo = bpmn.undo_to_json(undo) if undo is not None and "withdraw" in hand.node.step.moves else None
    update_row(
        work, "state", "done_at", "opinion", "decision", "person_id", "person_name", "post_name", "unit_name",
        "for_name", "draft_opinion", "undo",
    )  # fmt: skip
    inbox.finish(work.reference, person_id=actor.person_id, at=hand.at)


def hand_on(hand: Hand, said: Said, desks: Sequence[Desk], **more: Any) -> Work:
    """The step is laid down here and lies, as a row of its own, on the first of these desks; the others have it after that.

    `more` is what the new row has otherwise than the old one.
    """
    old, first = hand.work, desks[0]
    lay_down(hand, said)
    same = {name: getattr(old, name) for name in GOES_WITH}
    new = Work(**{
        **same, "keys": list(first.keys), "names": first.names, "opened_at": hand.at,
        "queue": [desk._asdict() for desk in desks[1:]], **more,
    })  # fmt: skip
    new.save()
    inbox.put([rows.entry_of(new, hand.described)])
    publish(StepsOpened(hand.subject, (new.pk,), hand.described.urgency))
    return new


def remember(hand: Hand, event: str, data: Mapping[str, Any]) -> None:
    """A line of history for a move that does not move the process. Its `reason` stands in 办理过程."""
    hand.host.words(str(data.get("reason", "")))
    History.objects.create(
        instance=hand.instance, at=hand.at, event=event, element=hand.work.element, token=hand.work.token,
        data=dict(data), actor_name=hand.actor.name,
    )  # fmt: skip


# What a step keeps from desk to desk.
GOES_WITH = (
    "instance", "token", "data", "element", "step", "box", "place_id", "due_at", "when_late", "late_at", "after", "kept", "asked",
    "subject_kind", "subject_id",
)  # fmt: skip


def _in_whose_stead(hand: Hand) -> str:
    """The name of the absent one, when a delegate acts; the audit entry names him too."""
    whose = inbox.lies_with(hand.actor, hand.work.keys, at=hand.at)
    if whose is None or whose == hand.actor.person_id:
        return ""
    on_behalf_of(whose)
    return Person.objects.values_list("name", flat=True).get(pk=whose)


@contextmanager
def refusals() -> Iterator[None]:
    """What the process model refuses is a conflict for the person: nothing has changed."""
    try:
        yield
    except bpmn.BpmnError as error:
        raise Conflict(error.message, code=f"flow.{error.code}") from error


def tell_end(state: bpmn.State, subject: Subject) -> None:
    if state.ended:
        publish(InstanceEnded(subject.reference, state.ended))
