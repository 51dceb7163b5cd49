"""Who takes part in a 会签 that runs: 增加办理人, 减少办理人 (减签). Done by whoever sent it round, or from above."""

from collections.abc import Sequence
from datetime import datetime

from tongban.engines.flow import rows
from tongban.engines.flow.models import Work
from tongban.engines.flow.operations.hand import Hand, refusals, remember, take, tell_end
from tongban.engines.flow.rules import words_fault
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Invalid
from tongban.kernel.operations import note, operation
from tongban.lib import bpmn


@operation(may="flow.arrange", on="work")
def add_members(*, work: Work, items: Sequence[int], reason: str, actor: Actor, at: datetime) -> None:
    """增加办理人: `items` (units or people, as the process has them) take part in the 会签 around this open step."""
    hand = _in_hand(work, reason, "add-member", "增加办理人", actor, at)
    if not items:
        raise Invalid({"items": "请选择增加谁。"}, code="flow.nobody-chosen")
    with refusals():
        change = bpmn.add_members(
            hand.model, rows.load(hand.instance), hand.work.token, items, context=hand.writing.context
        )
        rows.save(change, _writing(hand))
    remember(hand, "added", {"reason": reason.strip(), "items": list(items)})
    note(step=hand.work.step, items=list(items))


@operation(may="flow.arrange", on="work")
def remove_member(*, work: Work, member: int, reason: str, actor: Actor, at: datetime) -> None:
    """减签: the member at this place of the 会签 around the step, who has not finished, takes part no more. Not at a 法定 step."""
    hand = _in_hand(work, reason, "remove", "减签", actor, at)
    with refusals():
        change = bpmn.remove_member(
            hand.model, rows.load(hand.instance), hand.work.token, member, context=hand.writing.context
        )
        state = rows.save(change, _writing(hand))
    remember(hand, "removed", {"reason": reason.strip(), "member": member})
    note(step=hand.work.step, member=member)
    tell_end(state, hand.described)


def _in_hand(work: Work, reason: str, move: str, name: str, actor: Actor, at: datetime) -> Hand:
    if faults := words_fault("reason", reason, "原因"):
        raise Invalid(faults, code="flow.reason-missing")
    hand = take(work, actor=actor, at=at)
    hand.require_move(move, name)
    return hand


def _writing(hand: Hand) -> rows.Writing:
    """As of the actor, who acted on no step: what is gone is withdrawn from the desks where it lies."""
    return rows.Writing(hand.instance, hand.described, hand.at, hand.actor.name)
