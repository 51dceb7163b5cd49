"""Units above and below each other, and the tree for pickers."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q, QuerySet

from tongban.foundation.organization.contracts import Relation, UnitNode
from tongban.foundation.organization.models import Unit, UnitLink

FEW = 5  # so many roots are opened by themselves


def units_below(
    unit_ids: Collection[int], relation: Relation | str | None = Relation.SUBORDINATE
) -> QuerySet[UnitLink, int]:
    """Ids of these units and of all below them in one line of authority (default 隶属; None: in any line), as a subquery."""
    return _linked(relation).filter(upper_id__in=unit_ids).values_list("lower_id", flat=True).distinct()


def units_above(unit_id: int, relation: Relation | str | None = Relation.SUBORDINATE) -> QuerySet[UnitLink, int]:
    """Ids of the unit and of all above it in one line of authority, nearest first."""
    rows = _linked(relation).filter(lower_id=unit_id)
    return rows.order_by("depth").values_list("upper_id", flat=True)


def organ_of(unit: Unit) -> Unit:
    """The unit in whose name this one acts: itself, or the organ above a section."""
    return unit if unit.organ_id in (None, unit.pk) or unit.organ is None else unit.organ


def current_units(on: date) -> QuerySet[Unit]:
    """Units that exist on this day, in the order of every list (F-ID-07)."""
    rows = Unit.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on).select_related("organ")
    return rows.order_by("order", "code", "pk")


def unit_tree(*, on: date, root_id: int | None = None) -> tuple[UnitNode, ...]:
    """All units of the day as a tree, or those under one; one query however deep it is."""
    children: dict[int | None, list[Unit]] = defaultdict(list)
    rows = current_units(on)
    if root_id is not None:
        rows = rows.filter(pk__in=units_below([root_id]))
    units = list(rows)
    known = {u.pk for u in units}
    for unit in units:
        children[unit.parent_id if unit.parent_id in known else None].append(unit)
    return _nodes(children, None)


def open_tree(units: QuerySet[Unit], *, on: date, current: Unit | None) -> tuple[UnitNode, ...]:
    """The tree as a side bar shows it: the topmost of `units`, and what lies under the path to the current one. Three queries."""
    mine = current_units(on).filter(pk__in=units)
    path = list(units_above(current.pk)) if current else []
    tops = list(mine.exclude(parent__in=mine.order_by()))
    opened = {*path, *(u.pk for u in tops if len(tops) < FEW)}
    shown = {u.pk: u for u in [*tops, *mine.filter(parent_id__in=opened)]}
    children: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in shown.values():
        children[unit.parent_id if unit.parent_id in shown else None].append(unit)
    return _nodes({of: _by_category(units) for of, units in children.items()}, None)


def _by_category(units: list[Unit]) -> list[Unit]:
    """部门大类 is a layer of its own (F-ID-05): its units stand together, the categories in the order of their first units."""
    place = {category: number for number, category in enumerate(dict.fromkeys(u.category for u in units))}
    return sorted(units, key=lambda unit: place[unit.category])


def _nodes(children: Mapping[int | None, list[Unit]], of: int | None) -> tuple[UnitNode, ...]:
    rows = children.get(of, [])
    return tuple(UnitNode(u.pk, u.name, u.short_name, u.form, u.category, _nodes(children, u.pk)) for u in rows)


def _linked(relation: Relation | str | None) -> QuerySet[UnitLink]:
    """A unit is linked to itself once, by 隶属; that link belongs to every line."""
    return UnitLink.objects.all() if relation is None else UnitLink.objects.filter(Q(relation=relation) | Q(depth=0))
