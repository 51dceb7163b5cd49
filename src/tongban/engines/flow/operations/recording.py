"""代录: a secretary writes down what a leader said by telephone or on paper; the leader confirms it later."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tongban.engines.flow.contracts import Subject
from tongban.engines.flow.models import Work
from tongban.engines.flow.operations.completing import finish
from tongban.engines.flow.operations.hand import take
from tongban.engines.flow.registry import hosts
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import holder_of, leaders_of
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.operations import note, on_behalf_of, operation
from tongban.kernel.references import Reference

WAYS = ("电话指示", "当面指示", "纸上批示", "短信指示")
CONFIRM = "确认代录"


@dataclass(frozen=True, slots=True)
class Instruction:
    """What a leader said elsewhere: in whose name it counts, by which way it came, and what it decides."""

    leader_id: int
    way: str
    opinion: str
    choices: Mapping[str, Any] = field(default_factory=dict)


@operation(may="flow.record", on="work")
def record_for(*, work: Work, instruction: Instruction, actor: Actor, at: datetime) -> Work:
    """Finish the leader's step in his name. A 法定 step (核稿, 签发) is done by the leader himself or not at all."""
    if instruction.way not in WAYS:
        raise Invalid({"way": "请选择指示的方式。"})
    if inbox.person_key(instruction.leader_id) not in work.keys:
        raise Conflict("这一步不在这位领导手里。", code="flow.not-there")
    if not actor.system and instruction.leader_id not in leaders_of(actor.person_id or 0, at):
        raise NotAllowed("您不是这位领导的秘书，不能代录。", code="not-allowed.flow.record")
    if take(work, actor=actor, at=at).node.legal:
        raise Conflict(f"“{work.step}”是法定环节，须由本人办理，不能代录。", code="flow.legal")
    if work.element in hosts[work.subject_kind].own:
        raise Conflict(f"“{work.step}”不能代录，请在页面上办理{work.step}。", code="flow.own-operation")
    on_behalf_of(instruction.leader_id)
    leader = _in_his_post(instruction.leader_id, at)
    done = finish(work=work, actor=leader, at=at, opinion=instruction.opinion, choices=instruction.choices)
    done.recorded_by_id, done.recorded_by, done.recorded_way = actor.person_id, actor.name, instruction.way
    done.save(update_fields=["recorded_by_id", "recorded_by", "recorded_way"])
    inbox.put([_to_confirm(done, hosts[done.subject_kind].describe(done.subject), at)])
    note(way=instruction.way, leader=instruction.leader_id)
    return done


@operation(may="flow.confirm", on="work")
def confirm_recorded(*, work: Work, actor: Actor, at: datetime) -> Work:
    """The leader says that it is what he said. Until then the paper form shows that it waits for him."""
    work = Work.objects.select_for_update().get(pk=work.pk)
    if not work.recorded_by or work.confirmed_at is not None:
        raise Conflict("没有等待确认的代录意见。", code="flow.nothing-to-confirm")
    work.confirmed_at = at
    work.save(update_fields=["confirmed_at"])
    inbox.finish(Reference("recording", work.pk), person_id=actor.person_id, at=at)
    return work


def _in_his_post(person_id: int, at: datetime) -> Actor:
    holder = holder_of(person_id, at)
    if holder is None:
        raise Conflict("这位领导现在没有任职，不能代录。", code="flow.not-there")
    return Actor(
        person_id=person_id, post_id=holder.post_id, unit_id=holder.unit_id, name=holder.name,
        post_name=holder.post_title, unit_name=holder.unit_name,
    )  # fmt: skip


def _to_confirm(work: Work, subject: Subject, at: datetime) -> inbox.Entry:
    """On the leader's own desk, until he has confirmed."""
    return inbox.Entry(
        source=Reference("recording", work.pk), subject=work.subject, keys=(inbox.person_key(work.person_id or 0),),
        category=subject.category, title=subject.title, step=CONFIRM, received_at=at, number=subject.number,
        urgency=subject.urgency, from_unit=subject.from_unit, from_person=work.recorded_by,
    )  # fmt: skip
