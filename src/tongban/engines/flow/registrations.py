"""What the process engine tells the foundation at start-up."""

from datetime import datetime
from importlib import import_module
from typing import Any

from tongban.engines.flow import contracts, operations, queries
from tongban.engines.flow.handlers import aside_was_read, desk_handed_over
from tongban.engines.flow.registry import hosts
from tongban.foundation.access.api import RoleClass, RoleSpec, declare, declare_role, granted
from tongban.foundation.audit import api as audit
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Duty, leaders_of
from tongban.foundation.ui import api as ui
from tongban.kernel import events
from tongban.kernel.actor import Actor


def was_mine(actor: Actor, work: Any, at: datetime) -> bool:
    """Whoever did the step."""
    return work is not None and work.person_id is not None and work.person_id == actor.person_id


def was_involved(actor: Actor, work: Any, at: datetime) -> bool:
    """Whoever did a step of the same matter, or is one of its people (the drafter)."""
    if work is None or actor.person_id is None:
        return False
    return actor.person_id in queries.involved(work)


def is_secretary(actor: Actor, work: Any, at: datetime) -> bool:
    """A secretary of somebody on whose own desk the step lies."""
    if work is None or actor.person_id is None:
        return False
    return any(inbox.person_key(leader) in work.keys for leader in leaders_of(actor.person_id, at))


def steers(actor: Actor, target: Any, at: datetime) -> bool:
    """公文管理员 of the unit whose matter it is, and whoever administers processes."""
    if target is None or actor.person_id is None:
        return False
    subject = hosts[target.subject_kind].describe(target.subject)
    duty = inbox.duty_key(subject.unit_id, Duty.DOCUMENT_MANAGER)
    return inbox.on_desk(actor, [duty], at=at) or granted(
        actor=actor, permission="flow.administer", unit_id=subject.unit_id, at=at
    )


def sent_round(actor: Actor, work: Any, at: datetime) -> bool:
    """Whoever sent the 会签 round, and who may steer the process."""
    if work is None or actor.person_id is None:
        return False
    return queries.sent_round_by(work) == actor.person_id or steers(actor, work, at)


def was_asked(actor: Actor, aside: Any, at: datetime) -> bool:
    """Whoever was asked, and who stands in for him."""
    return aside is not None and inbox.on_desk(actor, [inbox.person_key(aside.person_id)], at=at)


def asked_it(actor: Actor, aside: Any, at: datetime) -> bool:
    """Whoever asked."""
    return aside is not None and aside.by_id is not None and aside.by_id == actor.person_id


LABELS = {
    "complete": "提交", "keep_opinion": "暂存意见", "transfer": "转办", "record_for": "代录领导意见", "confirm_recorded": "确认代录",
    "send_back": "退回修改", "withdraw": "撤回", "fire_timer": "流程定时", "hear_signal": "流程收到信号",
    "delegate": "委派", "add_before": "前加签", "suspend": "挂起流程", "resume": "恢复流程", "stop": "终止流程", "jump": "跳转环节",
    "urge": "催办", "begin_draft": "新建流程草稿", "save_draft": "保存流程草稿", "discard_draft": "放弃流程草稿",
    "publish_draft": "发布流程", "add_after": "后加签", "add_parallel": "并行加签", "remove_asked": "减少加签人", "consult": "征询",
    "migrate_instance": "迁移到另一版本",
    "circulate": "传阅", "copy": "抄送", "answer": "答复加签、征询", "take_back": "收回加签、征询、传阅", "claim": "认领",
    "put_back": "放回", "time_out": "超时处理", "add_members": "增加会签办理人", "remove_member": "减签",
    "complete_in_batch": "批量办理", "reopen": "恢复办理",
}  # fmt: skip
KINDS = {
    "work": "办理环节",
    "aside": "加签、征询、传阅",
    "instance": "流程",
    "process": "流程定义",
    "process_draft": "流程草稿",
}
ROLE = RoleSpec(
    "process_manager",
    "流程管理员",
    RoleClass.OFFICER,
    ("flow.design", "flow.publish", "flow.administer"),
    "设计、检查和发布流程，处置办理中的流程",
)
MENU = ui.MenuItem(
    site="console", group="公文设置", label="流程", icon="route", url_name="console-flow:list", order=310,
    covers=(
        "console-flow:process", "console-flow:edit", "console-flow:new", "console-flow:compare", "console-flow:time",
        "console-flow:try", "console-flow:migrate",
    ),
)  # fmt: skip


def register() -> None:
    for name, label in LABELS.items():
        audit.labels.register(f"flow.{name}", label)
    for kind, label in KINDS.items():
        audit.kind_labels.register(kind, label)
    assert operations
    declare_role(ROLE)
    events.on(inbox.DeskHandedOver, desk_handed_over)
    events.on(inbox.Read, aside_was_read)
    ui.menu.register(MENU)
    inbox.batch_acts.register("flow.batch", inbox.BatchAct("批量办理", "flow:batch"))
    import_module("tongban.engines.flow.jobs")
    declare(
        contracts.PERMISSIONS,
        rules={
            "flow.act": queries.may_act,
            "flow.withdraw": was_mine,
            "flow.record": is_secretary,
            "flow.confirm": was_mine,
            "flow.urge": was_involved,
            "flow.steer": steers,
            "flow.arrange": sent_round,
            "flow.answer": was_asked,
            "flow.take_back": asked_it,
        },
    )
