"""Backward: send a step back, take one's own back. What that does to the rest: docs/reference/return-in-parallel.md."""

from datetime import datetime

from tongban.engines.flow import beside, rows
from tongban.engines.flow.contracts import Move, StepReturned
from tongban.engines.flow.models import Work
from tongban.engines.flow.operations.hand import Hand, Said, lay_down, refusals, take
from tongban.engines.flow.queries import done_elements
from tongban.engines.flow.rules import return_allowed
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import inside_operation, note, operation, publish
from tongban.lib import bpmn


@operation(may="flow.act", on="work")
def send_back(*, work: Work, reason: str, actor: Actor, at: datetime, to: str = "", direct: bool = False) -> Work:
    """退回修改, to an earlier step (the previous one when `to` is empty), with a reason. `direct`: it comes straight back here."""
    if not reason.strip():
        raise Invalid({"opinion": "退回要写明原因。"}, code="flow.reason-missing")
    return go_back(take(work, actor=actor, at=at), reason, to, direct=direct)


@inside_operation
def go_back(hand: Hand, reason: str, to: str = "", *, direct: bool = False) -> Work:
    """The step in hand goes back."""
    work, subject, actor = hand.work, hand.subject, hand.actor
    if work.queue or work.kept is not None:
        raise Conflict("这一步是别人请您协助的，不能退回；请写明意见后提交，交回给对方。", code="flow.asked")
    state = rows.load(hand.instance)
    with refusals():
        target = _target(hand, state, to, direct=direct)
    hand.host.before(Move("return", subject, work.element, target, reason, actor, hand.at))
    beside.close([work], at=hand.at)
    writing = hand.writing
    with refusals():
        change = bpmn.return_to(hand.model, state, work.token, target, direct=direct, context=writing.context)
        lay_down(hand, Said(Work.RETURNED, reason, "return"), undo=change.undo)
        rows.save(change, writing)
    note(step=work.step, to=target)
    publish(StepReturned(subject, work.element, target, reason.strip(), actor.name))
    return work


@operation(may="flow.withdraw", on="work")
def withdraw(*, work: Work, actor: Actor, at: datetime) -> Work:
    """撤回: take one's own step, or return, back while nobody has acted after it. It is open again, as a new row; what was said stays."""
    hand = take(work, actor=actor, at=at, states=(Work.DONE, Work.RETURNED))
    work, subject = hand.work, hand.subject
    if work.undo is None:
        raise Conflict("这一步不能撤回。", code="flow.no-withdraw")
    hand.host.before(Move("withdraw", subject, work.element, "", "", actor, at))
    writing = hand.writing
    with refusals():
        undo = bpmn.undo_from_json(work.undo)
        change = bpmn.withdraw(hand.model, rows.load(hand.instance), undo, context=writing.context)
        work.state, work.undo = Work.WITHDRAWN, None
        work.save(update_fields=["state", "undo"])
        rows.save(change, writing)
    note(step=work.step)
    return work


def _target(hand: Hand, state: bpmn.State, to: str, *, direct: bool) -> str:
    """Where the step goes back to. Conflict for a step that was never done, or that this one may not be sent back to."""
    done = done_elements(hand.instance, hand.model)
    previous = bpmn.previous_steps(hand.model, state, hand.work.token, done)
    target = to or _only(previous, hand.model)
    if target not in done:
        raise Conflict("这个环节还没有办理过，不能退回到那里。", code="flow.not-done")
    first = bpmn.first_step(hand.model, state.process)
    if not return_allowed(hand.node.step.moves, target, previous=previous, first=first, direct=direct):
        how = "退回后直送" if direct else "退回到这个环节"
        raise Conflict(f"“{hand.work.step}”不能{how}。", code="flow.no-return")
    return target


def _only(previous: list[str], model: bpmn.Compiled) -> str:
    """Where 退回 leads when nobody chose: the step that the matter came from."""
    if not previous:
        raise Conflict("前面没有可以退回的环节。", code="flow.nothing-before")
    if len(previous) > 1:
        names = "、".join(model.nodes[name].name for name in previous)
        raise Invalid({"to": f"前面有几个环节，请选择退回到哪一个：{names}。"}, code="flow.choose-target")
    return previous[0]
