"""What an administrator may manage: units, their posts and people. Whatever lies elsewhere is not found."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db.models import F, Model, Prefetch, Q, QuerySet

from tongban.foundation.organization.models import Delegation, Holding, Person, Plaque, Post, Secretary, Unit
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound
from tongban.kernel.ports import Port

Row = TypeVar("Row", bound=Model)
MANAGE = "organization.manage"

# Which units the actor has a permission over (None: all of them); access, which lies above, answers.
units_where: Port[Callable[..., QuerySet[Unit] | None]] = Port("units_where")


def managed_units(actor: Actor, at: datetime, permission: str = MANAGE) -> QuerySet[Unit]:
    """The units over which the actor has the permission, closed ones too."""
    found = units_where()(actor=actor, permission=permission, at=at)
    return Unit.objects.all() if found is None else found


def unit_for(actor: Actor, pk: int, at: datetime) -> Unit:
    """A unit that the actor manages. NotFound for any other."""
    return _one(managed_units(actor, at).select_related("parent", "organ", "region"), pk)


def people_for(actor: Actor, at: datetime, permission: str = MANAGE) -> QuerySet[Person]:
    """The people who belong to units over which the actor has the permission."""
    found = units_where()(actor=actor, permission=permission, at=at)
    people = Person.objects.select_related("account", "unit__organ")
    return people if found is None else people.filter(unit__in=found)


def person_for(actor: Actor, pk: int, at: datetime, permission: str = MANAGE) -> Person:
    return _one(people_for(actor, at, permission), pk)


def post_for(actor: Actor, pk: int, at: datetime) -> Post:
    found = units_where()(actor=actor, permission=MANAGE, at=at)
    posts = Post.objects.select_related("unit")
    return _one(posts if found is None else posts.filter(unit__in=found), pk)


def holding_for(actor: Actor, pk: int, at: datetime) -> Holding:
    found = units_where()(actor=actor, permission=MANAGE, at=at)
    holdings = Holding.objects.select_related("person", "post__unit")
    return _one(holdings if found is None else holdings.filter(post__unit__in=found), pk)


def posts_of(unit: Unit, at: datetime) -> QuerySet[Post]:
    """The posts of a unit in their order, with who holds them (as `held`). Two queries."""
    held = Holding.objects.filter(Q(until=None) | Q(until__gt=at), since__lte=at).select_related("person")
    prefetch = Prefetch("holdings", held.order_by("person__leader_order", "person__order"), to_attr="held")
    return Post.objects.filter(unit=unit, closed_at=None).order_by("order", "pk").prefetch_related(prefetch)


def plaques_of(unit: Unit) -> QuerySet[Plaque]:
    """Every 牌子 of a unit, the main one and those in use first."""
    return unit.plaques.order_by(F("valid_to").desc(nulls_first=True), "-main", "pk")


def delegations_of(person_id: int) -> QuerySet[Delegation]:
    """The delegations that a person made or received, the newest first."""
    rows = Delegation.objects.filter(Q(person_id=person_id) | Q(to_id=person_id))
    return rows.select_related("person", "to").order_by("-since", "-pk")


def own_delegation(person_id: int, pk: int) -> Delegation:
    """A delegation that the person made."""
    return _one(Delegation.objects.filter(person_id=person_id), pk)


def secretaries_rows(person: Person) -> QuerySet[Secretary]:
    """Who records for a leader now."""
    return Secretary.objects.filter(leader=person, until=None).select_related("secretary").order_by("pk")


def _one(rows: QuerySet[Row], pk: int) -> Row:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
