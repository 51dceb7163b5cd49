"""What the notifications tell the apps below at start-up."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate

from tongban.foundation.access import api as access
from tongban.foundation.audit.api import kind_labels, labels
from tongban.foundation.identity.api import Account, FactorsChanged, first_page
from tongban.foundation.notifications import queries
from tongban.foundation.notifications.channels import channels, gateways
from tongban.foundation.notifications.channels.demo import DemoGateway
from tongban.foundation.notifications.channels.email import Email
from tongban.foundation.notifications.channels.sms import ShortMessage
from tongban.foundation.notifications.contracts import EMAIL, PERMISSIONS, SMS
from tongban.foundation.notifications.handlers import (
    tell_administrators,
    tell_applicant,
    tell_of_factors,
    tell_of_handover,
)
from tongban.foundation.notifications.models import Message, Notice
from tongban.foundation.notifications.operations.announcing import (
    announce,
    confirm_announcement,
    withdraw_announcement,
)
from tongban.foundation.notifications.operations.delivering import export_costs, record_arrivals, record_attempt, resend
from tongban.foundation.notifications.operations.own import choose_channels, mark_all_read, mark_read
from tongban.foundation.notifications.operations.telling import tell
from tongban.foundation.options import api as options
from tongban.foundation.organization.api import Person
from tongban.foundation.organization.api import contracts as organization
from tongban.foundation.references import api as references
from tongban.foundation.ui import api as ui
from tongban.kernel import events
from tongban.kernel.actor import Actor

COUNTER = "notifications.unread"
MENUS = (
    ui.MenuItem(
        site="top", label="消息", icon="bell", url_name="notifications:list", order=20, count=COUNTER,
        covers=("notifications:choices",),
    ),
    ui.MenuItem(
        site="console", group="系统运行", label="短信和邮件", icon="message", url_name="notifications-log:list", order=810,
        covers=("notifications-log:costs",),
    ),
    ui.MenuItem(
        site="console", group="系统设置", label="登录公告", icon="bell", url_name="notifications-log:announcements", order=395,
        covers=("notifications-log:confirmations",),
    ),
)  # fmt: skip
DEMO_MENU = ui.MenuItem(
    site="console", group="系统运行", label="演示短信", icon="device-mobile", url_name="notifications-log:demo", order=811,
)  # fmt: skip

LABELS: dict[Any, str] = {
    tell: "发出通知",
    record_attempt: "发送短信、邮件",
    record_arrivals: "短信送达",
    resend: "重发短信、邮件",
    mark_read: "阅读消息",
    mark_all_read: "消息全部标为已读",
    choose_channels: "选择接收方式",
    export_costs: "导出短信、邮件费用",
    announce: "发布登录公告",
    withdraw_announcement: "撤下登录公告",
    confirm_announcement: "确认登录公告",
}


def register() -> None:
    access.declare(PERMISSIONS, rules={"notifications.export": manages_some})
    channels.register(SMS, ShortMessage())
    channels.register(EMAIL, Email())
    gateways.register("demo", DemoGateway())
    references.kinds.register("notice", NOTICE)
    references.kinds.register("message", MESSAGE)
    for table in ("Notice", "Message"):
        references.tables.register(f"notifications.{table}", references.Pointing(f"notifications.{table}"))
    ui.counters.register("notifications", unread)
    first_page.fill(unconfirmed)
    kind_labels.register("announcement", "登录公告")
    events.on(FactorsChanged, tell_of_factors)
    events.on(organization.AccountAppliedFor, tell_administrators)
    events.on(organization.ApplicationDecided, tell_applicant)
    events.on(organization.HandedOver, tell_of_handover)
    for channel, price, unit in ((SMS, 45, "厘（0.001 元）一条"), (EMAIL, 0, "厘（0.001 元）一封")):
        label = f"{channels[channel].label}的价格"
        hint = "70 个字以内算一条，再长的每 67 个字一条；改价只算以后发的。" if channel == SMS else ""
        options.options.register(
            queries.price_key(channel), options.Option("短信和邮件", label, price, unit=unit, most=100_000, hint=hint)
        )
    for operation, label in LABELS.items():
        labels.register(operation.name, label)
    for item in MENUS:
        ui.menu.register(item)
    if settings.SMS_GATEWAY == "demo":
        ui.menu.register(DEMO_MENU)


def unconfirmed(account: Account, at: datetime) -> str:
    """Announcements that the person has not confirmed are shown before anything else."""
    person = Person.objects.filter(account_id=account.pk).values_list("pk", flat=True).first()
    return reverse("notifications:announcements") if queries.to_confirm(person, localdate(at)).exists() else ""


def manages_some(actor: Actor, target: Any, at: datetime) -> bool:
    """Whoever reads the log of some unit takes its costs away as a table."""
    return "notifications.manage" in access.permissions_of(actor=actor, at=at)


def unread(request: HttpRequest) -> Mapping[str, int]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return {COUNTER: queries.unread_count(actor)}


def own_notices(viewer: Actor, ids: Collection[int]) -> set[int]:
    return set(queries.notices_of(viewer).filter(pk__in=ids).values_list("pk", flat=True))


def no_message(viewer: Actor, ids: Collection[int]) -> set[int]:
    """Messages are read in the log, which knows the administrator's units; nobody reaches one from a list of References."""
    return set()


def notice_url(notice: Any) -> str:
    return reverse("notifications:open", args=[notice.pk])


NOTICE = references.Kind(
    "消息", lambda ids: Notice.objects.in_bulk(list(ids)), lambda n: n.title, notice_url, own_notices
)
MESSAGE = references.Kind(
    "短信、邮件", lambda ids: Message.objects.in_bulk(list(ids)), lambda m: m.title, lambda m: "", no_message
)
