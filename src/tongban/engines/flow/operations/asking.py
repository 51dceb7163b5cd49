"""Others first, or others after: 委派 and 加签. The step passes through their hands, with what they say.

The process does not move meanwhile: the token stays, and the step's `queue` says who has it next; asked before, they give it
back to who asked; asked after, the process goes on with what he decided.
"""

from collections.abc import Sequence
from datetime import datetime

from tongban.engines.flow.labels import PASSED
from tongban.engines.flow.models import Work
from tongban.engines.flow.operations.hand import Desk, Hand, Said, hand_on, remember, take
from tongban.engines.flow.rules import OPINION_LENGTH, words_fault
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Holder
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import note, operation


@operation(may="flow.act", on="work")
def delegate(*, work: Work, to: Holder, reason: str, actor: Actor, at: datetime) -> Work:
    """委派: another person works on the step and gives it back; the decision stays with who delegated."""
    hand = take(work, actor=actor, at=at)
    hand.require_move("delegate", "委派")
    return _ask(hand, [to], "delegate", reason)


@operation(may="flow.act", on="work")
def add_before(*, work: Work, people: Sequence[Holder], reason: str, actor: Actor, at: datetime) -> Work:
    """前加签: these people say something first, one after another; then the step is back."""
    hand = take(work, actor=actor, at=at)
    hand.require_move("add-before", "加签")
    return _ask(hand, people, "add-before", reason)


@operation(may="flow.act", on="work")
def add_after(*, work: Work, people: Sequence[Holder], reason: str, actor: Actor, at: datetime) -> Work:
    """后加签: once the step is done, these people say something too, one after another; then the process goes on.

    None of them takes it back. Conflict at a 法定 step and at one with an operation of its own: what is decided there counts at once.
    """
    hand = take(work, actor=actor, at=at)
    hand.require_move("add-after", "后加签")
    if hand.node.legal or hand.work.element in hand.host.own or hand.work.queue or hand.work.kept is not None:
        raise Conflict(f"“{hand.work.step}”不能后加签。", code="flow.no-add-after")
    hand.work.after = [*hand.work.after, *(desk._asdict() for desk in _desks(hand, people, "加签"))]
    hand.work.save(update_fields=["after"])
    names = "、".join(person.name for person in people)
    remember(hand, "added-after", {"people": [person.person_id for person in people], "reason": reason.strip()})
    note(step=hand.work.step, to=[person.person_id for person in people], names=names)
    return hand.work


@operation(may="flow.act", on="work")
def remove_asked(*, work: Work, person: int, reason: str, actor: Actor, at: datetime) -> Work:
    """减签: somebody who was to speak first, or afterwards, and has not had his turn, is asked no more."""
    hand = take(work, actor=actor, at=at)
    if faults := words_fault("reason", reason, "原因"):
        raise Invalid(faults, code="flow.reason-missing")
    old, key = hand.work, inbox.person_key(person)
    turns = old.queue[:-1] if old.kept is None else old.queue  # the last desk is that of who asked
    if not any(key in row["keys"] for row in (*turns, *old.after)):
        raise Conflict("这个人不在还没有轮到的加签人里。", code="flow.not-asked")
    old.queue = [row for row in turns if key not in row["keys"]] + old.queue[len(turns) :]
    old.after = [row for row in old.after if key not in row["keys"]]
    old.save(update_fields=["queue", "after"])
    remember(hand, "removed", {"person": person, "reason": reason.strip()})
    note(step=old.step, person=person)
    return old


def _desks(hand: Hand, people: Sequence[Holder], name: str) -> list[Desk]:
    desks = [Desk((inbox.person_key(person.person_id),), person.name) for person in people]
    if not desks:
        raise Invalid({"people": f"请选择{name}给谁。"}, code="flow.nobody-chosen")
    keys = [key for desk in desks for key in desk.keys]
    if len(set(keys)) < len(keys):
        raise Invalid({"people": "同一个人选了两次。"}, code="flow.chosen-twice")
    if len(hand.work.keys) == 1 and hand.work.keys[0] in keys:
        raise Conflict("不能交给自己。", code="flow.has-it-already")
    return desks


def _ask(hand: Hand, people: Sequence[Holder], move: str, reason: str) -> Work:
    old, actor, name = hand.work, hand.actor, PASSED[move]
    desks = _desks(hand, people, name)
    names = "、".join(desk.names for desk in desks)
    said = Said(Work.TRANSFERRED, f"{name}{names}。{reason.strip()}"[:OPINION_LENGTH], move)
    mine = (
        Desk((inbox.person_key(actor.person_id),), actor.name) if actor.person_id else Desk(tuple(old.keys), old.names)
    )
    note(step=old.step, to=[person.person_id for person in people])
    return hand_on(hand, said, [*desks, mine, *Desk.queue_of(old)])
