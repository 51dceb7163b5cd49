"""What incidents tell the parts below at start-up."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.urls import reverse

from tongban.foundation.access import api as access
from tongban.foundation.audit.api import labels
from tongban.foundation.incidents import queries
from tongban.foundation.incidents.contracts import PERMISSIONS, RULES
from tongban.foundation.incidents.models import Incident
from tongban.foundation.incidents.operations import handle, report, watch
from tongban.foundation.options import api as options
from tongban.foundation.references import api as references
from tongban.foundation.ui import api as ui
from tongban.kernel.actor import Actor
from tongban.kernel.now import now

LABELS: dict[Any, str] = {watch: "安全巡查", report: "报告安全问题", handle: "处理安全事件"}
UNITS = {1: "小时内", 24: "天内"}


MENU = ui.MenuItem(
    site="workbench", group="我的事务", label="安全问题", icon="shield", url_name="incidents:list", order=19,
    covers=("incidents:page", "incidents:report"),
)  # fmt: skip


def is_staff(actor: Actor, target: Any, at: datetime) -> bool:
    """Everybody of the staff reports."""
    return actor.person_id is not None


def register() -> None:
    access.declare(PERMISSIONS, rules={"incidents.report": is_staff})
    for name, rule in RULES.items():
        hours = int(rule.within.total_seconds() // 3600)
        unit = f"次（{'1 天' if hours == 24 else f'{hours} 小时'}内）"
        option = options.Option(
            "安全报警", rule.label, rule.least, unit=unit, most=10_000, hint="同一个人达到这么多次就报警；0 是不报警。"
        )
        options.options.register(queries.option_of(name), option)
    references.kinds.register("incident", KIND)
    for operation, label in LABELS.items():
        labels.register(operation.name, label)
    ui.menu.register(MENU)


def visible(viewer: Actor, ids: Collection[int]) -> set[int]:
    return queries.visible_ids(viewer, ids, at=now())


KIND = references.Kind(
    label="安全事件", load=lambda ids: Incident.objects.in_bulk(list(ids)), title=lambda found: found.title,
    url=lambda found: reverse("incidents:page", args=[found.pk]), visible=visible,
)  # fmt: skip
