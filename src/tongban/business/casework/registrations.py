"""What casework tells the layers below at start-up."""

from collections.abc import Collection
from datetime import datetime
from importlib import import_module

from django.urls import reverse

from tongban.business.casework import contracts, handlers, hosting, permissions, queries
from tongban.business.casework.models import Case, Letter, Submission
from tongban.business.casework.operations.clocks import NEAR
from tongban.business.casework.operations.processes import publish_case_process
from tongban.business.licenses import api as licenses
from tongban.engines.exchange import api as exchange
from tongban.engines.flow import api as flow
from tongban.foundation.access import api as access
from tongban.foundation.audit import api as audit
from tongban.foundation.callbacks import api as callbacks
from tongban.foundation.clocks import api as clocks
from tongban.foundation.files import api as files
from tongban.foundation.numbering import api as numbering
from tongban.foundation.options import api as options
from tongban.foundation.references import api as references
from tongban.foundation.search import api as search
from tongban.foundation.ui import api as ui
from tongban.kernel import events
from tongban.kernel.actor import Actor, system_actor
from tongban.kernel.deploy import deploy_steps
from tongban.kernel.now import now

ACTIONS = {
    "submit": "收件", "resubmit": "收取补正材料", "ask_supplement": "补正告知", "accept": "受理", "deem_accepted": "视为受理",
    "reject": "不予受理", "begin_special": "特别程序开始", "end_special": "特别程序结束", "extend": "延长办理期限",
    "grant": "准予许可", "deny": "不予许可", "deliver": "送达", "withdraw": "撤回申请", "rate": "评价",
    "refuse_online": "网上申请未能收件", "publish_state": "重发办件状态", "open_letter": "网上查阅文书",
    "lay_out": "制作办件文书", "seal_letter": "办件文书用印", "publish_case_process": "发布办件流程",
}  # fmt: skip
CODES = {
    contracts.SUPPLEMENT: "一次告知补正", contracts.PREACCEPT: "网上申请预受理", contracts.LEGAL: "法定办结时限",
    contracts.PROMISED: "承诺办结时限", contracts.SPECIAL: "特别程序", contracts.DELIVERY: "送达", contracts.ISSUING: "出证",
}  # fmt: skip
MB = 1024 * 1024
HANDED_IN = frozenset({"pdf", "ofd", "docx", "png", "jpeg"})


def register() -> None:
    for name in ("submit", "screen", "conduct", "decide", "letters", "online", "processes"):
        import_module(f"tongban.business.casework.operations.{name}")
    import_module("tongban.business.casework.jobs")
    near = options.Option(
        "效能监察", "到期前几个工作日预警", 3, unit="个工作日", least=1, most=30, hint="受理时起算的时限照这时的值。"
    )
    options.options.register(NEAR, near)
    permissions.register()
    flow.hosts.register("case", hosting.host())
    events.after(clocks.ClockPassed, handlers.silence, label="视为受理", when=handlers.was_silence)
    events.on(licenses.LicenseIssued, handlers.licensed)
    for code, label in CODES.items():
        clocks.codes.register(code, label)
    for action, label in ACTIONS.items():
        audit.labels.register(f"casework.{action}", label)
    audit.kind_labels.register("material", "材料")
    audit.kind_labels.register("not_taken", "未能收件的网上申请")
    _topics()
    callbacks.offer("case.moved", callbacks.Subject("办件状态变化", contracts.CaseMoved, _told))
    numbering.purposes.register(contracts.NUMBER, numbering.Purpose("办件编号"))
    numbering.purposes.register(contracts.LETTER_NUMBER, numbering.Purpose("办件文书号", official=True))
    files.purposes.register(contracts.MATERIAL, files.Purpose("申请材料", HANDED_IN, 20 * MB))
    files.purposes.register(contracts.PAGES, files.Purpose("办件文书", frozenset({"pdf"}), 20 * MB))
    access.sights.register("case", access.Sight(Case.objects.all, units=("unit_id",), people=("handler_id",)))
    _kinds()
    _menu()
    deploy_steps.register("casework.processes", publish_processes)


def publish_processes(at: datetime) -> None:
    """The process of cases as shipped; a version that is there already stays."""
    publish_case_process(actor=system_actor("升级"), at=at)


def _topics() -> None:
    """What comes from the public zone, and what is told to it."""
    for topic, label, receive in (
        (contracts.FILED, "网上申请", handlers.application), (contracts.SUPPLEMENTED, "网上补正", handlers.supplement),
        (contracts.RATED, "网上评价", handlers.rating), (contracts.WITHDRAWN, "网上撤回申请", handlers.withdrawal),
        (contracts.OPENED, "网上查阅文书", handlers.opened),
    ):  # fmt: skip
        exchange.topics.register(topic, exchange.Topic(label=label, zone=exchange.OFFICE, receive=receive))
    told = exchange.Topic(
        label="办件状态", zone=exchange.PUBLIC, compose=queries.published, keys=queries.published_keys
    )
    exchange.topics.register(contracts.CASE, told)


def _told(event: contracts.CaseMoved) -> list[callbacks.News]:
    """What a department's own system hears: which case, what was done, where it stands. The rest it asks for."""
    facts = {"number": event.number, "unit_id": event.unit_id, "act": event.act, "state": event.state}
    return [callbacks.News(event.case, facts)]


def _kinds() -> None:
    references.kinds.register("case", CASE)
    search.sources.register("case", queries.CASES)
    references.kinds.register("letter", LETTER)
    references.kinds.register("submission", SUBMISSION)


def _menu() -> None:
    ui.menu.register(
        ui.MenuItem(
            site="workbench", group="网上办事", label="办件", icon="folder", url_name="casework:list", order=52,
            covers=("casework:page",),
        )
    )  # fmt: skip


def _seen(viewer: Actor, ids: Collection[int]) -> Collection[int]:
    return queries.visible_ids(viewer, ids, at=now())


def _of_cases(model: type[Letter] | type[Submission]):
    """Those of the ids whose case the viewer sees."""

    def seen(viewer: Actor, ids: Collection[int]) -> list[int]:
        rows = dict(model.objects.filter(pk__in=ids).values_list("pk", "case_id"))
        visible = queries.visible_ids(viewer, set(rows.values()), at=now())
        return [pk for pk, case in rows.items() if case in visible]

    return seen


def _page(pk: int) -> str:
    return reverse("casework:page", args=[pk])


CASE = references.Kind(
    label="办件", load=lambda ids: Case.objects.in_bulk(list(ids)), title=lambda case: case.title,
    url=lambda case: _page(case.pk), visible=_seen,
)  # fmt: skip
LETTER = references.Kind(
    label="办件文书", load=lambda ids: Letter.objects.in_bulk(list(ids)), title=lambda letter: letter.number_text,
    url=lambda letter: _page(letter.case_id), visible=_of_cases(Letter),
)  # fmt: skip
SUBMISSION = references.Kind(
    label="申请", load=lambda ids: Submission.objects.select_related("case").in_bulk(list(ids)),
    title=lambda row: f"{row.case.number_text} 第{row.no}次提交", url=lambda row: _page(row.case_id), visible=_of_cases(Submission),
)  # fmt: skip
