"""Reads of the catalog. What is published is for everybody; drafts are for those who edit or review for the unit."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from tongban.business.catalog.contracts import Content, PublishedItem, State
from tongban.business.catalog.models import WAS_PUBLISHED, Item, Version
from tongban.engines.exchange import api as exchange
from tongban.engines.forms import api as forms
from tongban.foundation.access import api as access
from tongban.foundation.search import api as text_search
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound
from tongban.kernel.plain import from_plain, to_plain

EDITORS = ("catalog.edit", "catalog.publish")


def published() -> QuerySet[Version]:
    """The versions that count for new cases, of all units: what the hall shows to everybody."""
    return Version.objects.filter(state=State.PUBLISHED.value).select_related("item__unit")


def published_version(pk: int) -> Version:
    """A published version, for whoever asks. NotFound for any other."""
    found = published().filter(pk=pk).first()
    if found is None:
        raise NotFound("没有这个事项，或者它已经下架。")
    return found


def numbered(item: str, no: int) -> Version:
    """A version that was published, by the item's uid and its number: what an applicant saw. NotFound for any other."""
    rows = Version.objects.filter(item__uid=item, no=no, state__in=WAS_PUBLISHED).select_related("item__unit")
    found = rows.first()
    if found is None:
        raise NotFound("没有这个事项。")
    return found


def counted(version: Version, *, at: datetime) -> Version:
    """The version, if cases could be begun with its item at that time. NotFound where the item was withdrawn before."""
    later = Version.objects.filter(item_id=version.item_id, published_at__lte=at).order_by("-no").first()
    if later is not None and later.state == State.WITHDRAWN and later.ended_at is not None and later.ended_at <= at:
        raise NotFound(f"“{version.name}”已于{localdate(later.ended_at):%Y年%-m月%-d日}停止办理：{later.reason}")
    return version


def published_item(key: str) -> exchange.Content | None:
    """What the public zone shows of the item under its uid: its newest version, or that it was withdrawn."""
    rows = Version.objects.filter(item__uid=key, state__in=[State.PUBLISHED.value, State.WITHDRAWN.value])
    found = rows.select_related("item__unit").order_by("-no").first()
    if found is None:
        return None
    content, unit = found.content, found.item.unit
    form = forms.current(content.form)
    item = PublishedItem(
        item=key, version=found.no, content=content, unit=unit.name, unit_uid=str(unit.uid), unit_code=unit.credit_code,
        form=form.definition, form_no=form.no, published_at=cast(datetime, found.published_at),
        withdrawn=found.state == State.WITHDRAWN, reason=found.reason,
    )  # fmt: skip
    return exchange.Content(to_plain(item))


def published_keys() -> Iterable[str]:
    """The items that the public zone knows."""
    items = Item.objects.filter(versions__state__in=[State.PUBLISHED.value, State.WITHDRAWN.value]).distinct()
    return [str(uid) for uid in items.values_list("uid", flat=True)]


def guide(item_pk: int) -> Version:
    """The version of an item that counts now. NotFound for one that was never published or is withdrawn."""
    found = published().filter(item_id=item_pk).first()
    if found is None:
        raise NotFound("没有这个事项，或者它已经下架。")
    return found


def search(rows: QuerySet[Version], text: str) -> QuerySet[Version]:
    """Narrowed to items whose name, or whose unit's name, has every word."""
    for word in text.split():
        rows = rows.filter(Q(name__icontains=word) | Q(item__unit__name__icontains=word))
    return rows


def versions(viewer: Actor, *, at: datetime) -> QuerySet[Version]:
    """What the viewer sees on the staff's list: all that is published, and every version of units he edits or reviews for."""
    mine = Q(state=State.PUBLISHED.value)
    for permission in EDITORS:
        units = access.units_where(actor=viewer, permission=permission, at=at)
        mine |= Q() if units is None else Q(item__unit__in=units.values("pk"))
        if units is None:
            return Version.objects.select_related("item__unit")
    return Version.objects.filter(mine).select_related("item__unit")


def version_for(viewer: Actor, pk: int, *, at: datetime) -> Version:
    found = versions(viewer, at=at).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def history(item: Item) -> list[Version]:
    """Every version, the newest first (F-SV-43: what counted when)."""
    return list(Version.objects.filter(item=item).order_by("-no"))


def from_file(path: Path) -> tuple[Content, dict[str, Any]]:
    """A shipped item: its content, and the definition of its application form."""
    read = json.loads(path.read_text("utf-8"))
    content: Content = from_plain(Content, read["item"])
    return content, read["form"]


def texts_of_items(ids: Collection[int]) -> list[text_search.Text]:
    """What of published versions can be found by search: the name, the unit, conditions, materials, what is issued."""
    found = Version.objects.filter(pk__in=ids, state=State.PUBLISHED.value).select_related("item__unit")
    return [text_search.Text(row.reference, row.name, _words_of(row)) for row in found]


def _words_of(version: Version) -> str:
    content = version.content
    parts = [version.item.unit.name, content.code, content.result, *content.topics, *content.basis, content.conditions]
    return "\n".join(part for part in [*parts, *(m.name for m in content.materials)] if part)


def _every() -> Iterable[int]:
    return Version.objects.order_by("pk").values_list("pk", flat=True)


def _many(viewer: Actor, at: datetime, limit: int) -> None:
    """Everybody sees what is published, so there are always many."""


SOURCE = text_search.Source("事项", 50, texts_of_items, _every, _many)
