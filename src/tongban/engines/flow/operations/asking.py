"""Others first: 委派 and 加签. The step passes through their hands and comes back to who asked, with what they said.

The process does not move meanwhile: the token stays, and the step's `queue` says who has it next.
"""

from collections.abc import Sequence
from datetime import datetime

from tongban.engines.flow.models import Work
from tongban.engines.flow.operations.hand import Desk, Hand, Said, hand_on, take
from tongban.engines.flow.rules import OPINION_LENGTH
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
    return _ask(hand, [to], "委派", reason)


@operation(may="flow.act", on="work")
def add_before(*, work: Work, people: Sequence[Holder], reason: str, actor: Actor, at: datetime) -> Work:
    """前加签: these people say something first, one after another; then the step is back."""
    hand = take(work, actor=actor, at=at)
    hand.require_move("add-before", "加签")
    return _ask(hand, people, "加签", reason)


def _ask(hand: Hand, people: Sequence[Holder], name: str, reason: str) -> Work:
    old, actor = hand.work, hand.actor
    desks = [Desk((inbox.person_key(person.person_id),), person.name) for person in people]
    if not desks:
        raise Invalid({"people": f"请选择{name}给谁。"}, code="flow.nobody-chosen")
    keys = [key for desk in desks for key in desk.keys]
    if len(set(keys)) < len(keys):
        raise Invalid({"people": "同一个人选了两次。"}, code="flow.chosen-twice")
    if len(old.keys) == 1 and old.keys[0] in keys:
        raise Conflict("不能交给自己。", code="flow.has-it-already")
    names = "、".join(desk.names for desk in desks)
    said = Said(Work.TRANSFERRED, f"{name}{names}。{reason.strip()}"[:OPINION_LENGTH])
    mine = (
        Desk((inbox.person_key(actor.person_id),), actor.name) if actor.person_id else Desk(tuple(old.keys), old.names)
    )
    note(step=old.step, to=[person.person_id for person in people])
    return hand_on(hand, said, [*desks, mine, *Desk.queue_of(old)])
