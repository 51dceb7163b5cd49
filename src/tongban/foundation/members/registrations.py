"""What members tells the parts below: permissions by rule, the words of its actions and things, what it keeps about a member."""

from datetime import datetime
from importlib import import_module
from typing import Any

from tongban.foundation.access import api as access
from tongban.foundation.audit.api import kind_labels, labels
from tongban.foundation.members import operations
from tongban.foundation.members.contracts import PERMISSIONS, Holding, Role, holdings, verifiers
from tongban.foundation.members.demo import DemoVerifier
from tongban.foundation.members.models import Agent, Enterprise, Member
from tongban.foundation.members.own_data import account_lines, consent_lines, enterprise_lines
from tongban.foundation.members.queries import owns
from tongban.kernel.actor import Actor

KINDS = {"member": "公众用户", "enterprise": "企业", "agent": "经办人", "code": "验证码"}


def anybody(actor: Actor, target: Any, at: datetime) -> bool:
    """What the operation itself decides, such as whether a code is right."""
    return True


def leads(actor: Actor, target: Any, at: datetime) -> bool:
    """The actor is the owner of the enterprise, or of the one whose agent is meant."""
    enterprise = target.enterprise if isinstance(target, Agent) else target
    if not isinstance(enterprise, Enterprise) or actor.account_id is None:
        return False
    owners = Agent.objects.filter(enterprise=enterprise, role=Role.OWNER, since__isnull=False, until=None)
    return owners.filter(member__account_id=actor.account_id).exists()


def nobody(actor: Actor, target: Any, at: datetime) -> bool:
    """Background work, which the system does."""
    return False


def takes_part(actor: Actor, target: Any, at: datetime) -> bool:
    """The agent himself, whoever was invited, or the owner of the enterprise."""
    if owns(actor, target, at) or leads(actor, target, at):
        return True
    if not isinstance(target, Agent) or target.since is not None or actor.account_id is None:
        return False
    return Member.objects.filter(account_id=actor.account_id, phone_digest=target.phone_digest).exists()


RULES = {
    "members.enter": anybody,
    "members.own": owns,
    "members.lead": leads,
    "members.part": takes_part,
    "members.run": nobody,
}
LABELS: dict[Any, str] = {
    operations.send_code: "发送验证码",
    operations.check_code: "核对验证码",
    operations.clear_codes: "清除过期的验证码",
    operations.register: "公众注册",
    operations.spend_code: "用验证码登录",
    operations.recover: "找回密码",
    operations.accept: "同意协议",
    operations.withdraw: "撤回同意",
    operations.change_profile: "修改称呼",
    operations.change_contact: "更换手机号、邮箱",
    operations.change_password: "修改密码（公众）",
    operations.choose_ways: "选择通知方式",
    operations.reveal: "查看完整号码",
    operations.export_own: "下载本人信息",
    operations.close_account: "注销账号",
    operations.begin_person_check: "申请实名核验",
    operations.begin_enterprise_check: "申请企业核验",
    operations.record_answer: "记录核验结果",
    operations.record_real_name: "实名",
    operations.register_enterprise: "登记企业",
    operations.invite_agent: "邀请经办人",
    operations.confirm_agent: "确认做经办人",
    operations.end_agent: "解除经办人",
}


def register() -> None:
    access.declare(PERMISSIONS, rules=RULES)
    for kind, label in KINDS.items():
        kind_labels.register(kind, label)
    for operation, label in LABELS.items():
        labels.register(operation.name, label)
    verifiers.register("demo", DemoVerifier())
    holdings.register("members.account", Holding("账号信息", account_lines))
    holdings.register("members.consents", Holding("同意过的协议", consent_lines, keeps="证明当时得到了同意"))
    holdings.register(
        "members.enterprises", Holding("我的企业", enterprise_lines, keeps="企业办过的事要能查到是谁经办的")
    )
    import_module("tongban.foundation.members.jobs")
