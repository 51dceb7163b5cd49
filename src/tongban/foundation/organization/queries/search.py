"""Finding units and people by name, short name, pinyin and initials, for pickers."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from tongban.foundation.organization.contracts import Holder, UnitLine
from tongban.foundation.organization.models import Holding, Unit
from tongban.foundation.organization.queries.holders import ORDER, as_holder, open_holdings
from tongban.foundation.organization.queries.tree import current_units

LIMIT = 20


def search_units(text: str, *, at: datetime, limit: int = LIMIT) -> list[UnitLine]:
    """Units whose name or short name holds the text, or whose pinyin or initials do: 教育局, jiaoyuju, jyj."""
    rows = current_units(timezone.localdate(at)).select_related("organ")
    found = rows.filter(_named(text) | Q(short_name__contains=text.strip())) if text.strip() else rows
    return [_line(u) for u in found[:limit]]


def search_people(
    text: str, *, at: datetime, unit_ids: Collection[int] | None = None, limit: int = LIMIT
) -> list[Holder]:
    """People in their posts whose name holds the text, or whose pinyin or initials begin with it; one line for each post held."""
    rows = open_holdings(at)
    if unit_ids is not None:
        rows = rows.filter(post__unit_id__in=unit_ids)
    return [as_holder(h) for h in _of_people(rows, text.strip()).order_by(*ORDER)[:limit]]


def _of_people(rows: QuerySet[Holding], text: str) -> QuerySet[Holding]:
    plain = text.lower()
    by_reading = Q(person__pinyin__startswith=plain) | Q(person__initials__startswith=plain)
    if plain.isascii():
        by_reading |= Q(person__account__username__startswith=plain)
    return rows.filter(Q(person__name__contains=text) | by_reading) if text else rows


def _named(text: str) -> Q:
    text = text.strip()
    return Q(name__contains=text) | Q(pinyin__contains=text.lower()) | Q(initials__contains=text.lower())


def _line(unit: Unit) -> UnitLine:
    organ = unit.organ or unit
    return UnitLine(unit.pk, unit.name, unit.short_name, unit.form, organ.pk, organ.name)
