"""What the exchange tells the foundation at start-up."""

from collections.abc import Collection
from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings

from tongban.engines.exchange import book, queries, settings_for_both
from tongban.engines.exchange.contracts import PERMISSIONS
from tongban.engines.exchange.models import Parcel
from tongban.engines.exchange.operations import mending
from tongban.engines.exchange.operations.receiving import accept
from tongban.foundation.access.api import declare
from tongban.foundation.audit import api as audit
from tongban.foundation.references import api as references
from tongban.foundation.ui.api import MenuItem, measures, menu
from tongban.kernel.actor import Actor, system_actor
from tongban.kernel.deploy import deploy_steps

LABELS: dict[Any, str] = {
    accept: "接收交换数据", mending.retry: "重试交换数据", mending.give_up: "作废交换数据",
    mending.announce_again: "重发公开信息", mending.send_again: "重发交换数据", mending.announce_first: "首次发布公开信息",
    mending.sweep: "清理交换数据",
}  # fmt: skip


def register() -> None:
    declare(PERMISSIONS)
    settings_for_both.register()
    import_module("tongban.engines.exchange.jobs")
    for operation, label in LABELS.items():
        audit.labels.register(operation.name, label)
    audit.kind_labels.register("arrival", "收到的交换数据")
    references.kinds.register("parcel", PARCEL)
    measures.register("exchange", queries.figures)
    deploy_steps.register("exchange.zone", lambda at: book.take_database(settings.ZONE))
    deploy_steps.register("exchange.first", announce_what_is_public)
    menu.register(
        MenuItem(
            site="console", group="系统运行", label="区间交换", icon="transfer", url_name="exchange:overview",
            order=810,
        )
    )  # fmt: skip


def announce_what_is_public(at: datetime) -> None:
    """After each migration: what apps have to say to the other zone, and have not said yet."""
    if queries.never_announced(settings.ZONE):
        mending.announce_first(zone=settings.ZONE, actor=system_actor(), at=at)


def load(ids: Collection[int]) -> dict[int, Parcel]:
    return Parcel.objects.in_bulk(list(ids))


def nobody(viewer: Actor, ids: Collection[int]) -> Collection[int]:
    """The files of a parcel are copies on their way: people see those of the thing itself."""
    return ()


PARCEL = references.Kind(
    label="交换数据", load=load, title=lambda parcel: parcel.topic, url=lambda parcel: "", visible=nobody
)
