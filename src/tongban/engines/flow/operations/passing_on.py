"""Sideways: another person does the step."""

from datetime import datetime

from tongban.engines.flow.models import History, Work
from tongban.engines.flow.operations.hand import Desk, Said, hand_on, take
from tongban.engines.flow.rules import OPINION_LENGTH
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Holder
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict
from tongban.kernel.operations import doing, inside_operation, note, operation
from tongban.kernel.sql import update_row


@operation(may="flow.act", on="work")
def transfer(*, work: Work, to: Holder, reason: str, actor: Actor, at: datetime) -> Work:
    """转办: hand the step to another person, who has it from now on, as a row of its own."""
    hand = take(work, actor=actor, at=at)
    hand.require_move("transfer", "转办")
    old, key = hand.work, inbox.person_key(to.person_id)
    if key in old.keys:
        raise Conflict(f"{to.name}已经有这件事。", code="flow.has-it-already")
    said = Said(Work.TRANSFERRED, f"转{to.name}办理。{reason.strip()}"[:OPINION_LENGTH], "transfer")
    new = hand_on(hand, said, [Desk((key,), to.name), *Desk.queue_of(old)])
    note(step=old.step, to=to.person_id)
    return new


@inside_operation
def take_over(work: Work, event: inbox.DeskHandedOver, names: dict[int, str]) -> None:
    """The step is the successor's where it was the person's: on the desk, and among those who have it afterwards."""
    old, new = inbox.person_key(event.person_id), inbox.person_key(event.to_id)
    swap = {old: new, names[event.person_id]: names[event.to_id]}
    desks = [Desk(tuple(work.keys), work.names), *Desk.queue_of(work)]
    if not any(old in desk.keys for desk in desks):
        return
    first, *later = [
        Desk(
            tuple(dict.fromkeys(swap.get(key, key) for key in desk.keys)),
            "、".join(dict.fromkeys(swap.get(name, name) for name in desk.names.split("、")))
            if old in desk.keys
            else desk.names,
        )
        for desk in desks
    ]
    work.keys, work.names, work.queue = list(first.keys), first.names[:200], [desk._asdict() for desk in later]
    update_row(work, "keys", "names", "queue")
    History.objects.create(
        instance_id=work.instance_id, at=doing().at, event="handed-over", element=work.element, token=work.token,
        data={"from": event.person_id, "to": event.to_id}, actor_name=doing().actor.name,
    )  # fmt: skip
