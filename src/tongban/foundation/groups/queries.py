"""Which groups somebody keeps, which he may choose from, and who is in them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from tongban.foundation.access import api as access
from tongban.foundation.groups.models import Group, Member
from tongban.foundation.groups.rules import upwards
from tongban.foundation.organization import api as organization
from tongban.foundation.ui import api as ui
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound

MANAGE = "organization.manage"
ORDER = ("order", "pk")
MOST = 100


@dataclass(frozen=True, slots=True)
class Node:
    """A group as a line of its tree, with how many people it holds itself."""

    group: Group
    size: int
    children: tuple["Node", ...]


def kept_groups(actor: Actor, at: datetime) -> QuerySet[Group]:
    """The groups of the units that the actor manages."""
    found = access.units_where(actor=actor, permission=MANAGE, at=at)
    rows = Group.objects.filter(owner=None).select_related("unit__organ", "parent")
    return rows if found is None else rows.filter(unit__in=found)


def own_groups(actor: Actor) -> QuerySet[Group]:
    """常用人员组 of the actor."""
    return Group.objects.filter(owner_id=actor.person_id or 0).select_related("parent")


def one_of(rows: QuerySet[Group], pk: int) -> Group:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def tree(rows: QuerySet[Group]) -> tuple[Node, ...]:
    """These groups as trees, each in its order. One statement."""
    groups = list(rows.annotate(size=Count("members")).order_by("unit__order", "unit_id", *ORDER))
    known = {group.pk for group in groups}
    below: dict[int | None, list[Group]] = defaultdict(list)
    for group in groups:
        below[group.parent_id if group.parent_id in known else None].append(group)

    def grow(parent: int | None) -> tuple[Node, ...]:
        return tuple(Node(group, group.size, grow(group.pk)) for group in below.get(parent, ()))  # type: ignore[attr-defined]

    return grow(None)


def members_of(group: Group, at: datetime) -> list[organization.Holder]:
    """Who is in the group and holds a post now, in the order of every list (F-ID-07)."""
    ids = list(group.members.values_list("person_id", flat=True))
    return organization.holders_of(ids, at)


def found_for(group: Group, text: str, by: str, at: datetime) -> list[organization.Holder]:
    """Who may be added: by name, pinyin or user name, or everybody of the units so named; nobody who is in it (F-ID-14)."""
    if not text.strip():
        return []
    if by == "unit":
        ids = [unit.id for unit in organization.search_units(text, at=at, limit=MOST)]
        found = organization.holders(unit_ids=list(organization.units_below(ids)), at=at)
    else:
        found = organization.search_people(text, at=at, limit=MOST)
    there = set(group.members.values_list("person_id", flat=True))
    return list({h.person_id: h for h in reversed(found) if h.person_id not in there}.values())[::-1]


def reachable(actor: Actor) -> QuerySet[Group]:
    """The groups that the actor may choose people by: his own, those of his organ with its sections, and of every organ above."""
    above = list(organization.units_above(actor.unit_id or 0))
    of_units = Q(unit_id__in=above) | Q(unit__organ_id__in=above)
    return Group.objects.filter(of_units | Q(owner_id=actor.person_id or 0))


def in_groups(actor: Actor, people: Iterable[ui.PersonChoice]) -> list[ui.PeopleGroup]:
    """The groups by which these people can be found in a chooser: 部门, 用户组, 常用人员组. Three statements.

    A group holds whoever is in it or below it, of the people offered; one that holds none of them is left out.
    """
    people = list(people)
    groups = list(reachable(actor).order_by("unit__order", "unit_id", *ORDER))
    parents = {group.pk: group.parent_id for group in groups}
    inside: dict[int, set[int]] = defaultdict(set)
    offered = {person.id for person in people}
    for group_id, person_id in Member.objects.filter(group__in=parents).values_list("group_id", "person_id"):
        for up in upwards(parents, group_id) if person_id in offered else ():
            inside[up].add(person_id)
    shown = [group for group in groups if inside[group.pk]]
    return [
        *_by_unit(people),
        *_titled("用户组", [g for g in shown if g.owner_id is None], inside, parents),
        *_titled("常用人员组", [g for g in shown if g.owner_id is not None], inside, parents),
    ]


def _by_unit(people: Sequence[ui.PersonChoice]) -> list[ui.PeopleGroup]:
    """The units of the people offered, where there are several."""
    units: dict[str, list[int]] = defaultdict(list)
    for person in people:
        units[person.unit].append(person.id)
    units.pop("", None)
    if len(units) < 2:
        return []
    return [
        ui.PeopleGroup(title="部门" if not n else "", name=name, members=tuple(units[name]))
        for n, name in enumerate(units)
    ]


def _titled(
    title: str, groups: Sequence[Group], inside: dict[int, set[int]], parents: dict[int, int | None]
) -> list[ui.PeopleGroup]:
    """The groups in the order of their tree, each with its depth."""
    below: dict[int | None, list[Group]] = defaultdict(list)
    known = {group.pk for group in groups}
    for group in groups:
        below[group.parent_id if group.parent_id in known else None].append(group)
    found: list[ui.PeopleGroup] = []

    def walk(parent: int | None, depth: int) -> None:
        for group in below.get(parent, ()):
            said = "" if found else title
            members = tuple(sorted(inside[group.pk]))
            found.append(ui.PeopleGroup(title=said, name=group.name, depth=depth, members=members))
            walk(group.pk, depth + 1)

    walk(None, 0)
    return found
