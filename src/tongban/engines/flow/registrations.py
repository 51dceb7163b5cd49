"""What the process engine tells the foundation at start-up."""

from datetime import datetime
from importlib import import_module
from typing import Any

from tongban.engines.flow import contracts, operations, queries
from tongban.engines.flow.handlers import desk_handed_over
from tongban.foundation.access.api import RoleClass, RoleSpec, declare, declare_role
from tongban.foundation.audit import api as audit
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import leaders_of
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


LABELS = {
    "complete": "提交", "keep_opinion": "暂存意见", "transfer": "转办", "record_for": "代录领导意见", "confirm_recorded": "确认代录",
    "send_back": "退回修改", "withdraw": "撤回", "fire_timer": "流程定时", "hear_signal": "流程收到信号",
    "delegate": "委派", "add_before": "前加签", "suspend": "挂起流程", "resume": "恢复流程", "stop": "终止流程", "jump": "跳转环节",
    "urge": "催办", "begin_draft": "新建流程草稿", "save_draft": "保存流程草稿", "discard_draft": "放弃流程草稿",
    "publish_draft": "发布流程",
}  # fmt: skip
KINDS = {"work": "办理环节", "instance": "流程", "process": "流程定义", "process_draft": "流程草稿"}
ROLE = RoleSpec(
    "process_manager", "流程管理员", RoleClass.OFFICER, ("flow.design", "flow.publish"), "设计、检查和发布流程"
)
MENU = ui.MenuItem(
    site="console", group="公文设置", label="流程", icon="route", url_name="console-flow:list", order=310,
    covers=("console-flow:process", "console-flow:edit", "console-flow:new"),
)  # fmt: skip


def register() -> None:
    for name, label in LABELS.items():
        audit.labels.register(f"flow.{name}", label)
    for kind, label in KINDS.items():
        audit.kind_labels.register(kind, label)
    assert operations
    declare_role(ROLE)
    events.on(inbox.DeskHandedOver, desk_handed_over)
    ui.menu.register(MENU)
    import_module("tongban.engines.flow.jobs")
    declare(
        contracts.PERMISSIONS,
        rules={
            "flow.act": queries.may_act,
            "flow.withdraw": was_mine,
            "flow.record": is_secretary,
            "flow.confirm": was_mine,
            "flow.urge": was_involved,
        },
    )
