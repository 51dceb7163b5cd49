"""What numbering tells the apps below at start-up."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse

from tongban.foundation.access import api as access
from tongban.foundation.audit.api import labels
from tongban.foundation.numbering import api
from tongban.foundation.numbering.models import Number, Series
from tongban.foundation.references import api as references
from tongban.foundation.ui import api as ui
from tongban.kernel.actor import Actor
from tongban.kernel.now import now

MENU = ui.MenuItem(
    site="console", group="公文设置", label="编号", icon="hash", url_name="numbering:list", order=300,
    covers=("numbering:create", "numbering:series", "numbering:change"),
)  # fmt: skip

LABELS: dict[Any, str] = {
    api.create_series: "建立编号序列",
    api.change_series: "修改编号序列",
    api.reserve_numbers: "预留编号",
    api.void_number: "作废编号",
    api.skip_to: "跳号",
}


def register() -> None:
    access.declare(api.PERMISSIONS)
    references.kinds.register("number_series", SERIES)
    references.kinds.register("number", NUMBER)
    references.tables.register("numbering", references.Pointing("numbering.Number"))
    ui.menu.register(MENU)
    for operation, label in LABELS.items():
        labels.register(operation.name, label)


def audits(viewer: Actor) -> bool:
    """An auditor reads the names; the pages are for those who manage."""
    return access.may(actor=viewer, permission="audit.read", at=now())


def manages(viewer: Actor) -> bool:
    return viewer.system or "numbering.manage" in access.permissions_of(actor=viewer, at=now())


def managed(viewer: Actor, ids: Collection[int]) -> set[int]:
    if audits(viewer):
        return set(ids)
    rows = api.series_managed_by(viewer, at=now()).filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def managed_numbers(viewer: Actor, ids: Collection[int]) -> set[int]:
    if audits(viewer):
        return set(ids)
    series = api.series_managed_by(viewer, at=now()).values("pk")
    return set(Number.objects.filter(pk__in=ids, series__in=series).values_list("pk", flat=True))


def load_series(ids: Collection[int]) -> dict[int, Series]:
    return Series.objects.in_bulk(list(ids))


def load_numbers(ids: Collection[int]) -> dict[int, Number]:
    return Number.objects.in_bulk(list(ids))


def series_url(series: Series) -> str:
    return reverse("numbering:series", args=[series.pk])


def number_url(number: Number) -> str:
    return reverse("numbering:series", args=[number.series_id])


SERIES = references.Kind("编号序列", load_series, lambda series: series.word, series_url, managed, opens=manages)
NUMBER = references.Kind("编号", load_numbers, str, number_url, managed_numbers, opens=manages)
