"""Who does a step: a role looked for at a place. `tb:role` and `tb:relation` of the process name them.

    role      head (负责人) · leader (正副职) · person · drafter · or a duty: receiver, registrar, vetter, seal_keeper …
    relation  drafter-unit (起草科室) · organ (发文机关) · overseer (分管领导) · item (会签单位；role person：会签的人)
              previous (上一步办理人) · field:<variable, or fact of the subject>

The head of a section who drafts himself is not his own reviewer while the section has another head (F-OD-39).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from tongban.engines.flow.contracts import Subject
from tongban.foundation.inbox.api import duty_key, person_key
from tongban.foundation.organization.api import (
    Duty,
    Holder,
    Holding,
    Person,
    Unit,
    holders,
    holdings_of,
    overseers_of,
    successors,
)

RANKS = {"head": ("head",), "leader": ("head", "deputy"), "deputy": ("deputy",)}
DUTIES = frozenset(duty.value for duty in Duty)


@dataclass(frozen=True, slots=True)
class Assigned:
    """The desks that get the work, and the names that people read. No keys: nobody fits."""

    keys: tuple[str, ...]
    names: str
    place_id: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a step asks for, with the state it may look at."""

    role: str
    relation: str
    subject: Subject
    variables: Mapping[str, Any]
    item: Any
    at: datetime
    previous: int | None = None  # who did the step before


def assign(asked: Asked) -> Assigned:
    """Find the people for a step. The work goes to all of them; whoever is first does it (任一人办理)."""
    if asked.role == "drafter":
        return _people([asked.subject.people["drafter"]], asked)
    if asked.relation == "previous":
        return _people(_numbers(asked.previous), asked)
    if asked.relation.startswith("field:"):
        name = asked.relation[6:]
        return _people(_numbers(asked.variables.get(name, asked.subject.facts.get(name))), asked)
    if asked.role == "person" and asked.relation == "item":
        return _people(_numbers(asked.item), asked)
    if asked.relation == "overseer":
        return _found(overseers_of(asked.subject.section_id, asked.at)[:1], asked)
    unit_id = _place(asked)
    if unit_id is None:
        return Assigned((), "")
    if asked.role in DUTIES:
        return _duty(unit_id, asked.role, asked)
    if asked.role not in RANKS:
        return Assigned((), "")
    return _ranked(unit_id, asked)


def fallback(subject: Subject) -> Assigned:
    """Nobody fits: the office's document manager gets it, and sees that it is so."""
    return Assigned((duty_key(subject.unit_id, Duty.DOCUMENT_MANAGER),), "公文管理员（无合适办理人）")


def circle(unit_id: int, *, at: datetime) -> list[Holder]:
    """Whom one may choose in a unit: the leaders of the organ above it in the same place, then everybody in a post of its organ,
    sections included; each person once."""
    unit = Unit.objects.select_related("organ__parent").get(pk=unit_id)
    organ = unit.organ or unit
    above = organ.parent
    leaders = (
        holders(unit_ids=[above.pk], at=at, rank=RANKS["leader"])
        if above and above.region_id == organ.region_id
        else []
    )
    found: dict[int, Holder] = {}
    for holder in (*leaders, *holders(unit_ids=[organ.pk], at=at, sections=True)):
        found.setdefault(holder.person_id, holder)
    return list(found.values())


def leaders_above(people: Collection[int], *, at: datetime) -> list[Holder]:
    """The heads of the units where these people are; for a head himself, the leader in charge of his unit, else the head of the
    organ above. Nobody of the people himself."""
    found: dict[int, Holder] = {}
    for unit_id, organ_id in {(h.unit_id, h.organ_id) for person in people for h in holdings_of(person, at)[:1]}:
        for above in (
            holders(unit_ids=[unit_id], at=at, rank="head"), overseers_of(unit_id, at)[:1],
            holders(unit_ids=[organ_id], at=at, rank="head"),
        ):  # fmt: skip
            if others := [holder for holder in above if holder.person_id not in people]:
                found.update((holder.person_id, holder) for holder in others)
                break
    return list(found.values())


def _place(asked: Asked) -> int | None:
    places = {"drafter-unit": asked.subject.section_id, "organ": asked.subject.unit_id, "": asked.subject.unit_id}
    if asked.relation == "item":
        return asked.item if isinstance(asked.item, int) else None
    return places.get(asked.relation)


def _duty(unit_id: int, duty: str, asked: Asked) -> Assigned:
    """A duty is a desk of its own: a successor finds the work there. The unit's sections may carry it."""
    found = holders(unit_ids=[unit_id], at=asked.at, duty=duty, sections=True)
    keys = tuple(dict.fromkeys(duty_key(h.unit_id, duty) for h in found))
    return Assigned(keys, _names(found), _item(asked))


def _ranked(unit_id: int, asked: Asked) -> Assigned:
    found = holders(unit_ids=[unit_id], at=asked.at, rank=RANKS[asked.role])
    if asked.role == "head" and asked.relation == "drafter-unit":
        found = _not_the_drafter(unit_id, found, asked)
    return _found(found, asked)


def _not_the_drafter(unit_id: int, found: list[Holder], asked: Asked) -> list[Holder]:
    drafter = asked.subject.people.get("drafter")
    if all(h.person_id != drafter for h in found):
        return found
    others = [h for h in [*found, *holders(unit_ids=[unit_id], at=asked.at, rank="deputy")] if h.person_id != drafter]
    return others or found


def _found(found: list[Holder], asked: Asked) -> Assigned:
    return Assigned(tuple(person_key(h.person_id) for h in found), _names(found), _item(asked))


def _people(ids: list[int], asked: Asked) -> Assigned:
    """People named long before: who holds no post any more is replaced by whoever took over from him (交接)."""
    people = _serving(ids)
    if gone := [pk for pk in ids if pk not in people or not people[pk].holds]:
        heirs = successors(gone, asked.at)
        ids = list(dict.fromkeys(heirs.get(pk, pk) for pk in ids))
        people = _serving(ids)
    present = [pk for pk in ids if pk in people]
    return Assigned(
        tuple(person_key(pk) for pk in present), "、".join(people[pk].name for pk in present)[:200], _item(asked)
    )


def _serving(ids: list[int]) -> dict[int, Any]:
    """Those who have not left, with whether they hold a post. One statement."""
    holds = Exists(Holding.objects.filter(person=OuterRef("pk"), until=None))
    return {person.pk: person for person in Person.objects.filter(pk__in=ids, left_at=None).annotate(holds=holds)}


def _item(asked: Asked) -> int | None:
    """The unit that a step inside a multi-instance is about."""
    return int(asked.item) if isinstance(asked.item, int) else None


def _names(found: list[Holder]) -> str:
    return "、".join(dict.fromkeys(h.name for h in found))[:200]


def _numbers(value: Any) -> list[int]:
    values = value if isinstance(value, list) else [value]
    return [int(v) for v in values if isinstance(v, int) or (isinstance(v, str) and v.isdecimal())]
