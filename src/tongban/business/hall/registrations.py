"""What the hall tells the layers below at start-up."""

from collections.abc import Callable, Collection
from importlib import import_module
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime

from tongban.business.casework import api as casework
from tongban.business.catalog import api as catalog
from tongban.business.hall import handlers, permissions
from tongban.business.hall.contracts import PAPERS
from tongban.business.hall.models import Draft, LicenseCopy, Progress, Submission
from tongban.business.hall.queries import own
from tongban.business.licenses import api as licenses
from tongban.engines.exchange import api as exchange
from tongban.foundation.audit import api as audit
from tongban.foundation.files import api as files
from tongban.foundation.members import api as members
from tongban.foundation.references import api as references
from tongban.kernel.actor import Actor

ACTIONS = {
    "take_guide": "公布事项", "withhold_guide": "停止公布事项", "take_case": "公布办件进度", "take_license": "公布证照",
    "look_up": "查询办理进度", "begin": "开始申请", "save_page": "保存申请", "put_file": "上传材料", "reuse_file": "使用已有材料",
    "use_license": "使用已有证照",
    "accept_file": "确认材料", "remove_file": "删除材料", "adopt": "按新规定继续申请", "discard": "删除草稿", "submit": "提交申请",
    "put_replacement": "上传补正材料", "supplement": "提交补正", "withdraw": "撤回申请", "rate": "评价", "open_letter": "打开文书",
    "mark_read": "看过消息", "clear_attempts": "清理查询码错误计数", "clear_drafts": "清理过期草稿",
    "draw_receipt": "制作回执", "draw_blank": "制作空白表",
}  # fmt: skip
RECEIVERS = {catalog.ITEM: handlers.item, casework.CASE: handlers.case, licenses.LICENSE: handlers.license}


def register() -> None:
    for name in ("asking", "clearing", "drafts", "following", "papers", "publishing", "submitting"):
        import_module(f"tongban.business.hall.operations.{name}")
    import_module("tongban.business.hall.jobs")
    permissions.register()
    for topic, receive in RECEIVERS.items():
        exchange.receivers.register(topic, receive)
    for action, label in ACTIONS.items():
        audit.labels.register(f"hall.{action}", label)
    for kind, label in (
        ("guide", "办事指南"),
        ("letter_copy", "文书"),
        ("hall_news", "办件消息"),
        ("draft_file", "申请材料"),
    ):
        audit.kind_labels.register(kind, label)
    for kind, described in KINDS.items():
        references.kinds.register(kind, described)
    members.holdings.register("hall", KEPT)
    files.purposes.register(PAPERS, files.Purpose("回执和空白表", frozenset({"pdf"}), 5_000_000))


def _kept_of(member: members.Member) -> list[tuple[str, str]]:
    """What stands about a member in the hall, a line for each application and draft."""
    drafts = [(row.guide.name, f"草稿，{localtime(row.saved_at):%Y-%m-%d} 保存") for row in own.drafts_of(member)]
    sent = [
        (
            f"{row.guide.name}（{row.receipt}）",
            f"{localtime(row.submitted_at):%Y-%m-%d} 提交，{own.with_case(row).label}",
        )
        for row in own.submissions_of(member)
    ]
    return drafts + sent


def _stays(member: members.Member) -> str:
    """Why the account cannot be closed now."""
    running = Submission.objects.filter(member=member, running=True).exists()
    return "还有办件没有办结，办结或者撤回以后再注销。" if running else ""


KEPT = members.Holding(
    label="网上申请", read=_kept_of, keeps="已经提交的申请是办件档案的一部分，注销后按档案规定保存。", stays=_stays
)


def _seen(model: Any, which: Callable[[int], Q]) -> Callable[[Actor, Collection[int]], set[int]]:
    """Those of the ids that the account which looks may see."""

    def visible(viewer: Actor, ids: Collection[int]) -> set[int]:
        if viewer.account_id is None:
            return set()
        return set(model.objects.filter(which(viewer.account_id), pk__in=ids).values_list("pk", flat=True))

    return visible


def _held(viewer: Actor, ids: Collection[int]) -> set[int]:
    """Licences of the member who looks, and of the enterprises that he acts for."""
    if viewer.account_id is None:
        return set()
    seen = members.whose(viewer.account_id, "submission__")
    tokens = Progress.objects.filter(seen).values_list("data__license", flat=True)
    own = LicenseCopy.objects.filter(pk__in=ids, token__in=[token for token in tokens if token])
    return set(own.values_list("pk", flat=True))


KINDS = {
    "application_draft": references.Kind(
        label="申请草稿", load=lambda ids: Draft.objects.select_related("guide").in_bulk(list(ids)),
        title=lambda row: row.guide.name, url=lambda row: reverse("apply:resume", args=[row.uid]),
        visible=_seen(Draft, lambda account: Q(member__account_id=account)),
    ),
    "online_submission": references.Kind(
        label="网上申请", load=lambda ids: Submission.objects.in_bulk(list(ids)),
        title=lambda row: row.receipt, url=lambda row: reverse("mine:case", args=[row.uid]), visible=_seen(Submission, members.whose),
    ),
    "progress": references.Kind(
        label="办件进度", load=lambda ids: Progress.objects.select_related("submission").in_bulk(list(ids)),
        title=lambda row: row.number or row.receipt, url=lambda row: reverse("mine:case", args=[row.submission.uid]),
        visible=_seen(Progress, lambda account: members.whose(account, "submission__")),
    ),
    "license_copy": references.Kind(
        label="电子证照", load=lambda ids: LicenseCopy.objects.in_bulk(list(ids)),
        title=lambda row: row.number, url=lambda row: reverse("mine:licenses"), visible=_held,
    ),
}  # fmt: skip
