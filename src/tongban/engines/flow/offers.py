"""Which moves somebody may make now on a step: for the buttons of every host's page, and again when a button was pressed."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from tongban.engines.flow.choosing import instance_with
from tongban.engines.flow.contracts import Offer
from tongban.engines.flow.definitions import compiled
from tongban.engines.flow.models import Work
from tongban.engines.flow.registry import hosts
from tongban.engines.flow.rows import load
from tongban.foundation.access import api as access
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Duty
from tongban.kernel.now import now
from tongban.lib import bpmn

# With the step on one's desk, where its process allows it (tb:moves).
WITH_STEP = (
    Offer("claim", "认领", "user-check", "这一步现在几个人都能办。认领以后只由您办理，别人的待办里不再有。"),
    Offer("put-back", "放回", "arrow-back-up", "这一步是您认领来的。放回以后，原来能办的人又都能办。"),
    Offer("transfer", "转办", "transfer", "这一步从您手里转给另一个人办理，由他写意见、提交。"),
    Offer("delegate", "委派", "user-plus", "先交给另一个人办，他写好意见后回到您这里，由您提交。"),
    Offer("add-before", "前加签", "users", "先请这些人依次写意见，都写过以后回到您这里，由您提交。"),
    Offer("add-parallel", "并行加签", "git-branch", "同时请这些人写意见；他们都答复以后，您才能提交。"),
    Offer("add-after", "后加签", "user-check", "您提交以后，先由这些人依次写意见，再转到下一环节。"),
    Offer("remove", "减签", "minus", "还没有轮到的加签人，不再请他写意见。"),
    Offer("consult", "征询", "message", "问一问这些人的意见，不影响您办理；答复会显示在这里。"),
    Offer("circulate", "传阅", "eye", "选中的人会在“待阅”里看到，看过以后标“已阅”。不影响办理。"),
    Offer("copy", "抄送", "copy", "选中的人会在“待阅”里看到，供他们知晓。不影响办理。"),
)
# From above: 公文管理员 of the unit, and who administers processes.
FROM_ABOVE = (
    Offer("suspend", "挂起", "player-pause", "流程停在现在的环节，恢复以前谁也不能办理，定时也不走。"),
    Offer("resume", "恢复", "player-play", "流程从停下的地方接着办。"),
    Offer("jump", "跳转", "route", "从现在的环节直接转到另一个环节。不能越过法定环节，并行办理时不能跳。"),
    Offer("stop", "终止", "circle-x", "流程到此结束，没有办完的环节都撤销。"),
    Offer(
        "reopen",
        "恢复办理",
        "refresh",
        "流程已经结束。恢复以后从选定的环节重新办起，后面的环节都要再办；原来的办理过程保留。",
    ),
)
# While a 会签 goes round: who sent it round, and from above.
ROUND = (
    Offer("add-member", "增加会签", "plus", "再请这些单位或人会签。同时会签的马上送到，依次会签的排在最后。"),
    Offer("remove-member", "减签", "minus", "还没有办完的，不再请他会签；其他人都办完的，会签就此结束。"),
)
TO_ALLOW = {"add-member": "add-member", "remove-member": "remove"}
URGE = Offer("urge", "催办", "bell", "正在办理的人会收到消息；催办记在办理过程里。")


def offers(request: Any, works: Collection[Work], *, without: Collection[str] = ()) -> list[tuple[Work, Offer]]:
    """What the viewer may do with the steps of a subject, each with the step that it is about.

    `without`: moves that the host's page has buttons of its own for. With a step of one's own it costs one statement, from above
    and for 催办 a few more; who may do nothing pays nothing.
    """
    keys = set(inbox.keys_for(request))
    waiting = [work for work in works if work.state == Work.OPEN]
    mine = next((work for work in waiting if keys & set(work.keys)), None)
    found = [(mine, offer) for offer in _with_step(mine)] if mine is not None else []
    last = max(works, key=lambda work: work.pk, default=None)
    if last is not None and _from_above(request, last, keys):
        found += [(waiting[0] if waiting else last, offer) for offer in _steering(waiting, last)]
    around = next((work for work in waiting if work.data.get("parent")), None)
    allowed = _allowed(around) & set(TO_ALLOW.values()) if around is not None else frozenset()
    if around is not None and allowed and _may(request, "flow.arrange", around):
        found += [(around, offer) for offer in ROUND if TO_ALLOW[offer.move] in allowed]
    if waiting and mine is None and "urge" not in without and _may(request, "flow.urge", waiting[0]):
        found.append((waiting[0], URGE))
    return [(work, offer) for work, offer in found if offer.move not in without]


def _allowed(work: Work) -> frozenset[str]:
    return compiled(instance_with(work).definition).nodes[work.element].step.moves


def _with_step(work: Work) -> Iterator[Offer]:
    instance = instance_with(work)
    if instance.suspended_at is not None:
        return
    node = compiled(instance.definition).nodes[work.element]
    helping = bool(work.queue) or work.kept is not None
    own = node.legal or work.element in hosts[work.subject_kind].own
    possible = {
        "claim": work.pool is None, "put-back": work.pool is not None, "remove": bool(struck_off(work)),
        "add-after": not (helping or own),
    }  # fmt: skip
    allowed = node.step.moves | {"put-back", "remove"}
    for offer in WITH_STEP:
        if offer.move in allowed and possible.get(offer.move, True):
            yield offer


def struck_off(work: Work) -> list[tuple[str, str]]:
    """Those who are to speak before or after, and have not had their turn: (key, name)."""
    turns = work.queue[:-1] if work.kept is None else work.queue
    return [(row["keys"][0], row["names"]) for row in (*turns, *work.after)]


def offered_members(work: Work, at: datetime) -> list[tuple[str, str]]:
    """Whom the 会签 around an open step may be sent to besides: what the host offers for the list that it goes round by."""
    instance = instance_with(work)
    model, state = compiled(instance.definition), load(instance)
    around = bpmn.many_around(model, state, work.token)
    spec = model.nodes[around.node].loop if around is not None else None
    if around is None or spec is None or spec.collection is None:
        return []
    there = {str(item) for _, item in bpmn.members(model, state, work.token)}
    host = hosts[work.subject_kind]
    choices = [choice for node in model.nodes.values() for choice in host.choices(work.subject, node.id, at)]
    return [
        (option.value, option.label)
        for choice in choices if choice.name in spec.collection.names
        for option in choice.options if option.value not in there
    ]  # fmt: skip


def _steering(waiting: Collection[Work], last: Work) -> Iterator[Offer]:
    instance = instance_with(last)
    suspended = instance.suspended_at is not None
    possible = {
        "suspend": not instance.ended and not suspended, "resume": not instance.ended and suspended,
        "jump": len(waiting) == 1 and not suspended, "stop": not instance.ended,
        "reopen": bool(instance.ended) and hosts[last.subject_kind].reopens,
    }  # fmt: skip
    for offer in FROM_ABOVE:
        if possible[offer.move]:
            yield offer


def _from_above(request: Any, work: Work, keys: Collection[str]) -> bool:
    """Asked of the database only for those who steer something at all."""
    manages = any(key.startswith("d") and key.endswith(f".{Duty.DOCUMENT_MANAGER}") for key in keys)
    if not manages and "flow.administer" not in access.rights_held(request).permissions:
        return False
    return _may(request, "flow.steer", work)


def _may(request: Any, permission: str, work: Work) -> bool:
    return access.may(actor=request.actor, permission=permission, target=work, at=now())
