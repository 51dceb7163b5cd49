"""What seal custody tells the foundation at start-up."""

from collections.abc import Collection
from importlib import import_module
from typing import Any

from django.urls import reverse

from tongban.engines.seals import contracts, permissions, queries
from tongban.engines.seals.models import Seal
from tongban.engines.seals.operations import keep, make, states, use
from tongban.foundation.access import api as access
from tongban.foundation.audit.api import labels
from tongban.foundation.organization.api import Belonging, belongings
from tongban.foundation.references import api as references
from tongban.foundation.ui import api as ui
from tongban.kernel.actor import Actor
from tongban.kernel.now import now

LABELS: dict[Any, str] = {
    make.make: "制发印章",
    make.renew: "印章证书续期",
    keep.set_password: "修改印章密码",
    keep.hand_over: "印章交接",
    keep.record_failure: "印章密码输错",
    keep.release: "印章解锁",
    states.change_state: "变更印章状态",
    use.export_register: "导出用印登记",
}


MENU = (
    ui.MenuItem(
        site="workbench", group="公文处理", label="印章管理", icon="rubber-stamp", url_name="seals:list", order=38,
        covers=("seals:seal", "seals:password"),
    ),
    ui.MenuItem(
        site="workbench", group="公文处理", label="验章", icon="shield-check", url_name="seals:verify", order=39
    ),
    ui.MenuItem(
        site="console", group="公文设置", label="印章", icon="rubber-stamp", url_name="console-seals:list", order=310,
        covers=("console-seals:seal", "console-seals:choose", "console-seals:make", "console-seals:act"),
    ),
)  # fmt: skip


def register() -> None:
    import_module("tongban.engines.seals.jobs")
    for operation, label in LABELS.items():
        labels.register(operation.name, label)
    access.declare(contracts.PERMISSIONS, rules=permissions.RULES)
    for role in permissions.ROLES:
        access.declare_role(role)
    belongings.register("seals", Belonging("印章", queries.held_in_words, keep.pass_on, queries.hinders))
    for item in MENU:
        ui.menu.register(item)
    references.kinds.register(
        "seal",
        references.Kind(
            label="印章", load=lambda ids: Seal.objects.in_bulk(list(ids)), title=_title, visible=_visible,
            url=lambda seal: reverse("seals:seal", args=[seal.pk]), opens=lambda viewer: not _audits(viewer),
        ),
    )  # fmt: skip


def _title(seal: Seal) -> str:
    return f"{seal.name}（{contracts.SORTS[seal.sort].label}）"


def _audits(viewer: Actor) -> bool:
    """An auditor reads the names of all seals and keeps none (三员分立)."""
    return access.may(actor=viewer, permission="audit.read", at=now())


def _visible(viewer: Actor, ids: Collection[int]) -> Collection[int]:
    if _audits(viewer):
        return ids
    return queries.seen_by(viewer, at=now()).filter(pk__in=ids).values_list("pk", flat=True)
