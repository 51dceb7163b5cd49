"""经办人: the owner of an enterprise names them, each confirms himself, either side ends it."""

from datetime import datetime

from tongban.foundation.audit.api import keyed_digest
from tongban.foundation.members import rules
from tongban.foundation.members.contracts import Role
from tongban.foundation.members.models import Agent, Enterprise, Member
from tongban.foundation.notifications.api import SMS, News, channels, send_to
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import about, inside_operation, note, operation


@operation(may="members.lead", on="enterprise")
def invite_agent(*, enterprise: Enterprise, name: str, phone: str, actor: Actor, at: datetime) -> Agent:
    """Invite somebody by name and telephone. Whether the number has an account is not said; he confirms when he has logged in."""
    Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    open_ones = Agent.objects.filter(enterprise=enterprise, until=None)
    digest = keyed_digest(phone)
    if open_ones.filter(phone_digest=digest).exists():
        raise Invalid({"phone": "这个手机号已经是经办人，或已经邀请过。"}, code="members.invited")
    if open_ones.count() >= rules.MOST_AGENTS:
        raise Conflict(f"一家企业最多 {rules.MOST_AGENTS} 位经办人，请先解除不用的。", code="members.too-many-agents")
    made = Agent.objects.create(
        enterprise=enterprise, role=Role.AGENT, name=name.strip(), phone_digest=digest, invited_at=at
    )
    if channels[SMS].ready():
        body = f"{enterprise.name}请您做经办人。同意的，请登录政务服务网，在“我的企业”里确认；不认识的，不用理会。"
        send_to(address=phone, news=News("经办人邀请", body), channel=SMS)
    about(made.reference)
    return made


@operation(may="members.own", on="member")
def confirm_agent(*, member: Member, agent: Agent, actor: Actor, at: datetime) -> Agent:
    """The invited member confirms. His telephone and his checked name must be those of the invitation."""
    held = Agent.objects.select_for_update().get(pk=agent.pk)
    if held.since or held.until or held.phone_digest != member.phone_digest:
        raise Conflict("这个邀请已经失效。", code="members.no-invitation")
    if not member.real_named:
        raise Conflict("做经办人前，请先完成本人实名。", code="members.not-real-named")
    if held.name != member.name:
        raise Conflict("邀请上的姓名和您的实名不一样，请对方改正后重新邀请。", code="members.other-name")
    held.member, held.since = member, at
    held.save(update_fields=["member", "since"])
    about(held.reference)
    return held


@inside_operation
def give_agent(enterprise: Enterprise, member: Member, *, at: datetime) -> Agent:
    """A member who acts for the enterprise from now on, as both sides have agreed elsewhere."""
    return Agent.objects.create(
        enterprise=enterprise, member=member, role=Role.AGENT, name=member.name, phone_digest=member.phone_digest,
        invited_at=at, since=at,
    )  # fmt: skip


@operation(may="members.part", on="agent")
def end_agent(*, agent: Agent, actor: Actor, at: datetime) -> None:
    """The owner dismisses an agent or takes an invitation back; an agent leaves or declines. An owner stays."""
    held = Agent.objects.select_for_update().get(pk=agent.pk)
    if held.role == Role.OWNER:
        raise Conflict("负责人不能退出自己的企业。负责人变更，请带营业执照到窗口办理。", code="members.owner-stays")
    if held.until is None:
        held.until = at
        held.save(update_fields=["until"])
    note(enterprise=held.enterprise_id)
