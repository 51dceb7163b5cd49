"""Sideways: another person does the step."""

from datetime import datetime

from tongban.engines.flow.models import Work
from tongban.engines.flow.operations.hand import Desk, Said, hand_on, take
from tongban.engines.flow.rules import OPINION_LENGTH
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Holder
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict
from tongban.kernel.operations import note, operation


@operation(may="flow.act", on="work")
def transfer(*, work: Work, to: Holder, reason: str, actor: Actor, at: datetime) -> Work:
    """转办: hand the step to another person, who has it from now on, as a row of its own."""
    hand = take(work, actor=actor, at=at)
    hand.require_move("transfer", "转办")
    old, key = hand.work, inbox.person_key(to.person_id)
    if key in old.keys:
        raise Conflict(f"{to.name}已经有这件事。", code="flow.has-it-already")
    said = Said(Work.TRANSFERRED, f"转{to.name}办理。{reason.strip()}"[:OPINION_LENGTH])
    new = hand_on(hand, said, [Desk((key,), to.name), *Desk.queue_of(old)])
    note(step=old.step, to=to.person_id)
    return new
