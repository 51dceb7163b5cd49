"""What documents tell the layers below at start-up."""

from collections.abc import Collection
from datetime import datetime
from importlib import import_module

from django.urls import reverse

from tongban.business.documents import handlers, hosting, permissions, printing, queries, told
from tongban.business.documents.contracts import URGES_LATE, CopySigned, CopyState, State
from tongban.business.documents.models import Copy, Document, Incoming, Purge
from tongban.business.documents.operations.lay_out import PURPOSE as PAGES
from tongban.business.documents.operations.number import PURPOSE as OUTGOING
from tongban.business.documents.operations.preview import PURPOSE as PREVIEW
from tongban.business.documents.operations.processes import publish_processes as operations_publish
from tongban.business.documents.operations.receive import PURPOSE as INCOMING
from tongban.business.documents.web import home
from tongban.engines.flow import api as flow
from tongban.foundation.access import api as access
from tongban.foundation.audit import api as audit
from tongban.foundation.files import api as files
from tongban.foundation.inbox import api as inbox
from tongban.foundation.numbering import api as numbering
from tongban.foundation.options import api as options
from tongban.foundation.references import api as references
from tongban.foundation.search import api as search
from tongban.foundation.ui import api as ui
from tongban.kernel import events
from tongban.kernel.actor import Actor, system_actor
from tongban.kernel.deploy import deploy_steps
from tongban.kernel.now import now

MB = 1024 * 1024
ATTACHED = frozenset({"pdf", "ofd", "docx", "xlsx", "pptx", "png", "jpeg", "text", "zip"})
OPERATIONS = (
    "draft",
    "attachments",
    "basis",
    "check",
    "phrases",
    "preview",
    "purge",
    "number",
    "lay_out",
    "seal",
    "distribute",
    "phone",
    "urge",
    "circulate",
    "handling",
    "scans",
    "screen",
    "void",
    "receive",
)


ACTIONS = {
    "draft": "拟稿", "save": "保存草稿", "add": "上传附件", "remove": "删除附件", "link_basis": "关联发文依据",
    "override_findings": "格式检查放行", "make_preview": "版式预览", "void": "作废", "assign_number": "编号",
    "lay_out": "制版", "report_trouble": "制版未成", "seal": "用印", "distribute": "分发",
    "add_receivers": "补发", "send_again": "重新发送", "withdraw_copies": "撤回来文", "remind": "催办签收",
    "export_list": "导出公文清单", "urge": "催办", "circulate": "传阅",
    "recall_reading": "收回传阅", "set_limit": "定承办限时", "return_to_sender": "初审退回来文单位", "add_scans": "补扫",
    "arrange_scan": "整理扫描件",
    "sign_by_phone": "电话登记", "sign_for": "签收", "refuse": "退文", "register": "收文登记",
    "register_paper": "纸质收文登记", "save_phrase": "保存常用意见", "delete_phrase": "删除常用意见",
    "propose_purge": "提出涉密清除", "confirm_purge": "涉密清除", "drop_purge": "不同意涉密清除",
    "publish_processes": "发布流程",
}  # fmt: skip


def register() -> None:
    for name in OPERATIONS:
        import_module(f"tongban.business.documents.operations.{name}")
    import_module("tongban.business.documents.jobs")
    permissions.register()
    printing.register()
    for host in hosting.hosts():
        flow.hosts.register(host.kind, host)
    events.on(flow.ServiceReached, handlers.service_reached)
    events.on(flow.InstanceEnded, handlers.process_ended)
    events.on(inbox.Read, handlers.read)
    events.after(flow.StepsOpened, handlers.express_opened, label="特急待办的通知", when=handlers.is_express)
    events.after(flow.StepReturned, handlers.step_returned, label="退回修改的通知")
    events.after(CopySigned, handlers.copy_refused, label="退文的通知")
    told.offer()
    numbering.purposes.register(OUTGOING, numbering.Purpose("发文字号", official=True))
    numbering.purposes.register(INCOMING, numbering.Purpose("收文号"))
    files.purposes.register(PAGES, files.Purpose("公文版式文件", frozenset({"pdf"}), 50 * MB))
    files.purposes.register(PREVIEW, files.Purpose("版式预览", frozenset({"pdf"}), 50 * MB))
    files.purposes.register("documents.attachment", files.Purpose("公文附件", ATTACHED, 20 * MB, warn_above=3 * MB))
    files.purposes.register(
        "documents.scan", files.Purpose("来文扫描件", frozenset({"pdf", "ofd", "png", "jpeg"}), 50 * MB)
    )
    for action, label in ACTIONS.items():
        audit.labels.register(f"documents.{action}", label)
    references.tables.register("documents.Urging", references.Pointing("documents.Urging"))
    references.tables.register("documents.Reading", references.Pointing("documents.Reading"))
    audit.kind_labels.register("phrase", "常用意见")
    audit.kind_labels.register("reading", "传阅")
    audit.kind_labels.register("handling", "承办科室")
    for kind, sight in SIGHTS.items():
        access.sights.register(kind, sight)
    _options()
    _kinds()
    _menu()
    _cards()
    deploy_steps.register("documents.processes", publish_processes)


def publish_processes(at: datetime) -> None:
    """发文 and 收文 as shipped; a version that is there already stays."""
    operations_publish(actor=system_actor("升级"), at=at)


SIGHTS = {
    "document": access.Sight(lambda: Document.objects.exclude(state=State.PURGED), units=("unit_id",), people=("drafter_id",)),
    "copy": access.Sight(
        lambda: Copy.objects.exclude(state=CopyState.WITHDRAWN).exclude(document__state=State.PURGED), units=("unit_id",)
    ),
    "incoming": access.Sight(lambda: Incoming.objects.exclude(state="purged"), units=("unit_id",), people=("registrar_id",)),
}  # fmt: skip


def _options() -> None:
    group = "公文催办"
    for key, option in (
        (queries.PATIENCE, options.Option(
            group, "分发后多久没有签收就自动催办", 24, unit="小时", least=1, most=240, hint="只在工作时间催；上一次催办后也等这么久。",
        )),
        (queries.MOST_REMINDERS, options.Option(group, "同一份来文最多催办几次", 3, unit="次", least=0, most=20)),
        (URGES_LATE, options.Option(group, "超过办理时限的每天自动催办一次", True)),
    ):  # fmt: skip
        options.options.register(key, option)


def _kinds() -> None:
    for kind, label, model, page in (
        ("document", "发文", Document, "documents:page"),
        ("copy", "来文", Copy, "documents:copy"),
        ("incoming", "收文", Incoming, "documents:incoming"),
    ):
        references.kinds.register(kind, _kind(kind, label, model, page))
    references.kinds.register("purge", PURGE)
    for kind, source in queries.SOURCES.items():
        search.sources.register(kind, source)


def _kind(kind: str, label: str, model, page: str) -> references.Kind:
    def visible(viewer: Actor, ids: Collection[int]) -> Collection[int]:
        return queries.visible_ids(viewer, kind, ids, at=now())

    return references.Kind(
        label=label, load=lambda ids: model.objects.in_bulk(list(ids)), title=queries.title_of,
        url=lambda thing: reverse(page, args=[thing.pk]), visible=visible,
    )  # fmt: skip


def _purges_seen(viewer: Actor, ids: Collection[int]) -> list[int]:
    rows = Purge.objects.filter(pk__in=ids)
    return [purge.pk for purge in rows if queries.sees_purge(viewer, purge, at=now())]


PURGE = references.Kind(
    label="涉密清除", load=lambda ids: Purge.objects.in_bulk(list(ids)), title=lambda purge: f"涉密清除：{purge.label}",
    url=lambda purge: reverse("documents:purge", args=[purge.pk]), visible=_purges_seen,
)  # fmt: skip


def _cards() -> None:
    for key, place, order, read, template in (
        ("documents.unsigned", "strip", 40, home.figure_unsigned, ""),
        ("documents.mine", "main", 30, home.card_mine, "documents/card_mine.html"),
        ("documents.leaders", "main", 20, home.card_leaders, "documents/card_leaders.html"),
    ):
        ui.home.register(key, ui.HomeCard(site="workbench", place=place, order=order, read=read, template=template))


def _menu() -> None:
    for label, icon, name, order in (
        ("发文起草", "pencil", "new", 21),
        ("发文跟踪", "route", "mine", 23),
        ("成文管理", "file-text", "finished", 24),
        ("电子来文", "mail", "arrived", 31),
        ("收文登记", "plus", "register-paper", 32),
        ("收文管理", "inbox", "incoming-list", 33),
    ):
        item = ui.MenuItem(
            site="workbench", group="公文处理", label=label, icon=icon, url_name=f"documents:{name}", order=order
        )
        ui.menu.register(item)
    for site, group in (("workbench", "公文处理"), ("console", "安全与审计")):
        ui.menu.register(
            ui.MenuItem(
                site=site, group=group, label="涉密清除", icon="shield", url_name="documents:purges", order=39
            )
        )  # fmt: skip
    for label, icon, name, order in (("收文登记", "plus", "register-paper", 10), ("发文起草", "pencil", "new", 20)):
        ui.menu.register(
            ui.MenuItem(site="workbench-acts", label=label, icon=icon, url_name=f"documents:{name}", order=order)
        )
