"""The people around the documents of a unit: its leaders, and everybody to whom one may be circulated."""

from collections.abc import Iterable
from datetime import datetime

from tongban.foundation.organization.api import Holder, Unit, holders


def leaders_for(unit_id: int, *, at: datetime) -> list[Holder]:
    """Those who sign and instruct for a unit: its own leaders, then those of the organ above it in the same place.

    An office (办公室) works for the leaders of its government; a township does not for those of the county.
    """
    unit = Unit.objects.select_related("parent").get(pk=unit_id)
    units = [unit.pk]
    if unit.parent is not None and unit.parent.region_id == unit.region_id:
        units.append(unit.parent.pk)
    found = holders(unit_ids=units, at=at, rank=("head", "deputy"))
    return _once(sorted(found, key=lambda holder: holder.rank != "head"))


def circle_of(unit_id: int, *, at: datetime) -> list[Holder]:
    """Leaders first, then everybody in a post of the organ, its sections included."""
    return _once([*leaders_for(unit_id, at=at), *holders(unit_ids=[unit_id], at=at, sections=True)])


def _once(found: Iterable[Holder]) -> list[Holder]:
    """Each person in the first place where he stands."""
    people: dict[int, Holder] = {}
    for holder in found:
        people.setdefault(holder.person_id, holder)
    return list(people.values())
