"""What a person has and somebody must take over when he goes (F-ID-24, F-ID-40)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from tongban.foundation.organization.contracts import Belonging, Handing
from tongban.foundation.organization.models import Delegation, Handover, Secretary
from tongban.foundation.organization.queries.holders import holdings_of, in_post
from tongban.foundation.organization.queries.managed import managed_units
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound
from tongban.kernel.registry import Registry

belongings: Registry[Belonging] = Registry("belonging")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the report before a handing over."""

    key: str
    label: str
    lines: tuple[str, ...]
    hinders: str


def report(handing: Handing) -> list[Part]:
    """Everything that the person has, and what keeps the actor from passing it on. Changes nothing."""
    parts = []
    for key, belonging in belongings.items():
        lines = tuple(belonging.held(handing.person_id, handing.at))
        parts.append(Part(key, belonging.label, lines, belonging.hinders(handing) if lines else ""))
    return parts


def left_over(person_id: int, at: datetime) -> list[str]:
    """The labels of what nobody may leave behind."""
    found = [(b.label, len(b.held(person_id, at))) for b in belongings.values() if b.must_go]
    return [f"{label} {count} 项" for label, count in found if count]


def posts_held(person_id: int, at: datetime) -> list[str]:
    return [f"{holder.unit_full_name} {holder.post_title}" for holder in holdings_of(person_id, at)]


def standing_held(person_id: int, at: datetime) -> list[str]:
    """Delegations of both sides, and whose secretary the person is."""
    rows = Delegation.objects.filter(Q(person_id=person_id) | Q(to_id=person_id), recalled_at=None, until__gt=at)
    lines = [
        f"{d.person.name}委托{d.to.name}代办，到 {d.until:%Y-%m-%d}"
        for d in rows.select_related("person", "to").order_by("pk")
    ]
    return lines + [f"{row.leader.name}的秘书" for row in secretary_rows(person_id)]


def secretary_rows(person_id: int) -> QuerySet[Secretary]:
    """For whom the person records now."""
    return Secretary.objects.filter(secretary_id=person_id, until=None).select_related("leader").order_by("pk")


def successors(people: Collection[int], at: datetime) -> dict[int, int]:
    """Who took over from those of these people who hold no post any more: the last one that each handed over to.

    One statement for each generation: a successor who is gone too has one of his own.
    """
    found: dict[int, int] = {}
    asked = set(people) - in_post(people, at)
    while asked:
        rows = Handover.objects.filter(person__in=asked, at__lte=at).order_by("at", "pk")
        heirs = dict(rows.values_list("person_id", "to_id"))
        found |= heirs
        asked = set(heirs.values()) - in_post(heirs.values(), at) - found.keys()
    return {person: _last(found, person) for person in people if person in found}


def _last(heirs: dict[int, int], person: int) -> int:
    """The end of the line; each is asked once, so a ring ends too."""
    seen: set[int] = set()
    while person in heirs and person not in seen:
        seen.add(person)
        person = heirs[person]
    return person


def handovers_for(actor: Actor, at: datetime) -> QuerySet[Handover]:
    """What was handed over in the units that the actor manages."""
    rows = Handover.objects.filter(unit__in=managed_units(actor, at))
    return rows.select_related("unit__organ", "person", "to")


def handover_for(actor: Actor, pk: int, at: datetime) -> Handover:
    found = handovers_for(actor, at).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
