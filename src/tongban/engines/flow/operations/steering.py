"""From above: an administrator suspends, resumes, moves or ends a process, with a reason; and anybody concerned urges."""

from datetime import datetime

from tongban.engines.flow import beside, rows
from tongban.engines.flow.models import History, Instance, Work
from tongban.engines.flow.operations.ending import terminate
from tongban.engines.flow.operations.hand import Said, lay_down, refusals, take, tell_end
from tongban.engines.flow.registry import hosts
from tongban.engines.flow.rules import OPINION_LENGTH
from tongban.foundation.inbox import api as inbox
from tongban.foundation.notifications import api as notifications
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import about, note, operation
from tongban.lib import bpmn

TITLE = 200  # characters of a notice's title
SUSPENDED, RESUMED, URGED, STOPPED = "suspended", "resumed", "urged", "stopped"


@operation(may="flow.steer", on="instance")
def suspend(*, instance: Instance, reason: str, actor: Actor, at: datetime) -> None:
    """挂起: nobody can do a step until it is resumed; timers wait. Conflict when it is suspended already, or over."""
    found = _locked(instance, reason)
    if found.suspended_at is not None:
        raise Conflict("流程已经挂起。", code="flow.suspended")
    found.suspended_at = at
    found.save(update_fields=["suspended_at"])
    _write(found, SUSPENDED, reason, actor, at)


@operation(may="flow.steer", on="instance")
def resume(*, instance: Instance, reason: str, actor: Actor, at: datetime) -> None:
    """恢复: the process goes on where it stood."""
    found = _locked(instance, reason)
    if found.suspended_at is None:
        raise Conflict("流程没有挂起。", code="flow.not-suspended")
    found.suspended_at = None
    found.save(update_fields=["suspended_at"])
    _write(found, RESUMED, reason, actor, at)


@operation(may="flow.steer", on="instance")
def stop(*, instance: Instance, reason: str, actor: Actor, at: datetime) -> None:
    """终止: the process ends where it stands; its open steps are cancelled."""
    found = _locked(instance, reason)
    _write(found, STOPPED, reason, actor, at)
    terminate(found.subject, actor=actor, at=at)


@operation(may="flow.steer", on="work")
def jump(*, work: Work, to: str, reason: str, actor: Actor, at: datetime) -> Work:
    """跳转: from an open step straight to another one. Never past a 法定 step, never into or out of what runs side by side."""
    _required(reason)
    hand = take(work, actor=actor, at=at)
    beside.close([hand.work], at=at)
    with refusals():
        change = bpmn.jump(hand.model, rows.load(hand.instance), hand.work.token, to, context=hand.writing.context)
        lay_down(
            hand,
            Said(
                Work.TRANSFERRED, f"跳转到{hand.model.nodes[to].name or to}。{reason.strip()}"[:OPINION_LENGTH], "jump"
            ),
        )
        state = rows.save(change, hand.writing)
    note(step=hand.work.step, to=to)
    tell_end(state, hand.described)
    return hand.work


@operation(may="flow.urge", on="work")
def urge(*, work: Work, words: str, actor: Actor, at: datetime) -> int:
    """催办: whoever has the step is told, with the words; how many they are. It is kept in the history."""
    hand = take(work, actor=actor, at=at)
    people = inbox.people_with(hand.work.keys, at=at) - {actor.person_id}
    if not people:
        raise Conflict("这一步现在没有可以催办的人。", code="flow.nobody")
    hand.host.words(words)
    _write(hand.instance, URGED, words, actor, at, hand.work)
    body = f"{actor.name}催办：{hand.described.title}（{hand.work.step}）。{words.strip()}"[:OPINION_LENGTH]
    notifications.notify(
        sorted(people), title=f"催办：{hand.described.title}"[:TITLE], body=body, reference=hand.subject
    )
    note(step=hand.work.step, people=len(people))
    return len(people)


def _locked(instance: Instance, reason: str) -> Instance:
    """The instance, its subject locked first, as everybody locks them."""
    _required(reason)
    host = hosts[instance.subject.kind]
    host.words(reason)
    host.lock(instance.subject)
    found = Instance.objects.select_for_update(of=("self",)).get(pk=instance.pk)
    if found.ended:
        raise Conflict("流程已经结束，不能再办理。", code="flow.instance-ended")
    about(found.subject)
    return found


def _required(reason: str) -> None:
    if not reason.strip():
        raise Invalid({"reason": "请写明原因。"}, code="flow.reason-missing")


def _write(instance: Instance, event: str, why: str, actor: Actor, at: datetime, work: Work | None = None) -> None:
    History.objects.create(
        instance=instance, at=at, event=event, element=work.element if work else "", token=work.token if work else 0,
        data={"reason": why.strip()[:OPINION_LENGTH]}, actor_name=actor.name,
    )  # fmt: skip
