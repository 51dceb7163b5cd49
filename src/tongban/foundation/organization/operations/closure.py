"""Keeping the closure of units true. Inside a line of authority every unit has one direct superior, so each line is a set of trees."""

from collections.abc import Iterable

from tongban.foundation.organization.contracts import Relation, UnitKind
from tongban.foundation.organization.models import Unit, UnitLink
from tongban.kernel.errors import Conflict
from tongban.kernel.operations import inside_operation


@inside_operation
def lock_tree() -> None:
    """Changes of the tree happen one after another: two moves at once could make a ring."""
    list(Unit.objects.select_for_update().filter(parent=None).order_by("pk").values_list("pk"))


@inside_operation
def link_unit(unit: Unit) -> None:
    """Link a new unit to itself and to everything above its parent."""
    above = UnitLink.objects.filter(lower=unit.parent_id, relation=Relation.SUBORDINATE) if unit.parent_id else ()
    rows = [UnitLink(upper=unit, lower=unit, depth=0)]
    rows += [UnitLink(upper_id=link.upper_id, lower=unit, depth=link.depth + 1) for link in above]
    UnitLink.objects.bulk_create(rows)


@inside_operation
def move_unit_links(unit: Unit, upper: Unit | None, relation: Relation = Relation.SUBORDINATE) -> None:
    """Hang the unit with all below it in this line under another superior, or under none. Conflict where that would make a ring."""
    below = _depths(upper_id=unit.pk, relation=relation, of="lower_id")
    if upper is not None and upper.pk in below:
        raise Conflict(f"“{upper.name}”在“{unit.name}”之下，不能作为它的上级。", code="organization.ring")
    links = UnitLink.objects.filter(relation=relation)
    links.filter(lower_id__in=below, depth__gt=0).exclude(upper_id__in=below).delete()
    if upper is not None:
        above = _depths(lower_id=upper.pk, relation=relation, of="upper_id")
        UnitLink.objects.bulk_create(_cross(above, below, relation))


@inside_operation
def renew_organs(unit: Unit) -> None:
    """After a move: a section acts in the name of the unit above it, every other form in its own."""
    ids = _depths(upper_id=unit.pk, relation=Relation.SUBORDINATE, of="lower_id")
    known: dict[int, int] = {}
    changed = []
    for below in sorted(Unit.objects.filter(pk__in=ids).select_related("parent"), key=lambda u: ids[u.pk]):
        organ = organ_id_of(below, known.get(below.parent_id or 0))
        known[below.pk] = organ
        if below.organ_id != organ:
            below.organ_id = organ
            changed.append(below)
    Unit.objects.bulk_update(changed, ["organ"])


def organ_id_of(unit: Unit, parent_organ_id: int | None = None) -> int:
    """Whose name the unit acts in: its own, or that of the parent for a section. Reads `unit.parent` unless its organ is given."""
    if unit.form != UnitKind.SECTION or unit.parent is None:
        return unit.pk
    return parent_organ_id or unit.parent.organ_id or unit.parent.pk


def _depths(*, relation: Relation, of: str, **where: int) -> dict[int, int]:
    """Distance of each linked unit in one line; the unit itself counts, at 0, in every line."""
    (own,) = where.values()
    rows = UnitLink.objects.filter(relation=relation, **where).values_list(of, "depth")
    return {own: 0, **dict(rows)}


def _cross(above: dict[int, int], below: dict[int, int], relation: Relation) -> Iterable[UnitLink]:
    return [
        UnitLink(upper_id=u, lower_id=b, relation=relation, depth=up + down + 1)
        for u, up in above.items()
        for b, down in below.items()
    ]
