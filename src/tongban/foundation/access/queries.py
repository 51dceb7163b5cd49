"""May X do Y on Z, and which Z may X see. One query each, whoever asks."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, When

from tongban.foundation.access import sql
from tongban.foundation.access.contracts import DUTIES, EVERYTHING, Rights, RoleClass
from tongban.foundation.access.models import Grant, Role, RoleRight, Visibility
from tongban.foundation.access.registry import permissions
from tongban.foundation.identity.api import Account
from tongban.foundation.organization.api import (
    Holding,
    Person,
    Post,
    Relation,
    Unit,
    UnitLink,
    stands_in_for,
    units_below,
)
from tongban.kernel.actor import Actor
from tongban.kernel.references import Reference

COUNT_CAP = 100


def may(*, actor: Actor, permission: str, target: Any = None, at: datetime) -> bool:
    """Whether the actor may do this to the target. LookupError for a permission that nobody declared."""
    declared = permissions[permission]
    if actor.system:
        return True
    if declared.rule is not None:
        return declared.rule(actor, target, at)
    if not granted(actor=actor, permission=permission, unit_id=unit_of(target), at=at):
        return False
    return all(
        granted(actor=actor, permission=permission, unit_id=unit_id, below=below, at=at)
        for unit_id, below in _reaches_of(target, at)
    )


def granted(*, actor: Actor, permission: str, unit_id: int | None, at: datetime, below: bool = False) -> bool:
    """Whether a role of the actor gives the permission over this unit (None: over the whole installation).

    `below`: over everything under the unit as well. One query.
    """
    if actor.system or actor.person_id is None:
        return actor.system
    holder = sql.Holder(actor.person_id, actor.post_id, at)
    return sql.granted(holder, permission=permission, unit_id=unit_id, below=below)


def rights_of(*, actor: Actor, at: datetime) -> Rights:
    """Every permission that some role of the actor gives, over whatever unit: what menus ask. One query."""
    if actor.person_id is None:
        return Rights()
    grants = _grants_of(actor, at).values("role_id")
    rows = list(RoleRight.objects.filter(role_id__in=grants).values_list("permission", "role__level").distinct())
    return Rights(frozenset(code for code, _ in rows), frozenset(RoleClass(level) for _, level in rows))


def permissions_of(*, actor: Actor, at: datetime) -> frozenset[str]:
    """The permissions alone."""
    return rights_of(actor=actor, at=at).permissions


def units_where(*, actor: Actor, permission: str, at: datetime) -> QuerySet[Unit] | None:
    """The units over which the actor has the permission; None means all of them."""
    grants = list(_with_right(_grants_of(actor, at), permission).values_list("unit_id", "below"))
    if actor.system or any(unit is None for unit, _ in grants):
        return None
    exact = {unit for unit, below in grants if not below}
    trees = {unit for unit, below in grants if below}
    return Unit.objects.filter(Q(pk__in=exact) | Q(pk__in=units_below(trees)))


def administers(account: Account, at: datetime) -> bool:
    """Whether some role of the account's person, or of a post held now, is an administrator's. One query."""
    return _grants_of_account(account, at).exclude(role__level__in=DUTIES).exists()


def has_role(account: Account, names: Collection[str], at: datetime) -> bool:
    """Whether the account's person, or a post held now, has a role of one of these names. One query."""
    return _grants_of_account(account, at).filter(role__name__in=names).exists()


def no_roles(names: Collection[str]) -> list[str]:
    """Those of the names that no role has."""
    known = set(Role.objects.filter(name__in=names).values_list("name", flat=True))
    return [name for name in names if name not in known]


def _grants_of_account(account: Account, at: datetime) -> QuerySet[Grant]:
    person = Person.objects.filter(account_id=account.pk)
    posts = Holding.objects.filter(Q(until=None) | Q(until__gt=at), person__in=person).values("post_id")
    return _open(at).filter(Q(person__in=person) | Q(post_id__in=posts))


def who_may(*, permission: str, unit_id: int, at: datetime) -> list[str]:
    """Names of people who have the permission over the unit, to be asked for help: the nearest first, at most three."""
    return list(dict.fromkeys(name for _, name in _nearest(permission, unit_id, at)))[:3]


def people_who_may(*, permission: str, unit_id: int, at: datetime) -> list[int]:
    """The same people by their ids, to be told."""
    return list(dict.fromkeys(pk for pk, _ in _nearest(permission, unit_id, at)))[:3]


def _nearest(permission: str, unit_id: int, at: datetime) -> list[tuple[int, str]]:
    near = Case(When(unit_id=unit_id, then=0), When(unit=None, then=2), default=1, output_field=IntegerField())
    grants = _with_right(_open(at), permission).filter(_reaching(unit_id)).order_by(near, "pk")
    nearest = list(grants.values_list("post_id", "person_id")[:3])
    holds = Q(post_id__in=[post for post, _ in nearest]) | Q(person_id__in=[person for _, person in nearest])
    held = Holding.objects.filter(holds, until=None, person__left_at=None).order_by("person__order")
    rows = list(held.values_list("post_id", "person_id", "person__name"))
    return [(p, name) for post, person in nearest for q, p, name in rows if post == q or person == p]


def keys_of(actor: Actor, *, at: datetime, see: str | None = None) -> list[str]:
    """The visibility keys of the actor: the person, those he stands in for, the post, and with `see` the units that a role shows him.

    A right over the whole installation is the one key EVERYTHING.
    """
    if actor.person_id is None:
        return []
    keys = [f"p{p}" for p in (actor.person_id, *stands_in_for(actor.person_id, at))]
    if actor.post_id is not None:
        keys.append(f"o{actor.post_id}")
    if see is None:
        return keys
    units = units_where(actor=actor, permission=see, at=at)
    return [EVERYTHING] if units is None else keys + [f"u{pk}" for pk in units.values_list("pk", flat=True)]


def sees(keys: list[str], reference: Reference) -> bool:
    """Whether one of the keys sees the object."""
    if EVERYTHING in keys:
        return True
    rows = Visibility.objects.filter(subject_kind=reference.kind, subject_id=reference.id, key__in=keys)
    return rows.exists()


def visible_among(keys: list[str], kind: str, ids: Collection[int]) -> set[int]:
    """Those of the ids that one of the keys sees, in one query."""
    if EVERYTHING in keys:
        return set(ids)
    rows = Visibility.objects.filter(subject_kind=kind, subject_id__in=ids, key__in=keys)
    return set(rows.values_list("subject_id", flat=True))


def visible_rows(keys: list[str], kind: str, *, and_these: QuerySet[Any] | None = None) -> Q | Exists:
    """The same as a filter, for lists that sort and search by columns of their own: rows whose pk the keys see.

    `and_these`: ids that the viewer sees for another reason, such as having had them on his desk.
    """
    if EVERYTHING in keys:
        return Q()
    seen = Visibility.objects.filter(subject_kind=kind, key__in=keys)
    if and_these is None:
        return Exists(seen.filter(subject_id=OuterRef("pk")))
    return Q(pk__in=seen.values_list("subject_id", flat=True).union(and_these))


def newest_visible(keys: list[str], kind: str, *, limit: int, before: datetime | None = None) -> list[int]:
    """Ids of the newest objects of a kind, newest first."""
    return sql.newest(keys, kind, limit=limit, before=before)


def count_visible(keys: list[str], kind: str) -> int:
    """How many the keys see, counted up to COUNT_CAP: shown as 99+."""
    return len(sql.newest(keys, kind, limit=COUNT_CAP))


def unit_of(target: Any) -> int | None:
    """The unit that a permission over this target is asked for: its own, or the one that its person belongs to."""
    if isinstance(target, Unit):
        return target.pk
    if isinstance(target, Account):
        return getattr(getattr(target, "person", None), "unit_id", None)
    return getattr(target, "unit_id", None)


def roles_of(grantee: Person | Post, *, at: datetime) -> QuerySet[Grant]:
    """What was granted to a person or post and still counts."""
    to = Q(person=grantee) if isinstance(grantee, Person) else Q(post=grantee)
    return _open(at).filter(to).select_related("role", "unit").order_by("pk")


def personal_grants(person_id: int, at: datetime) -> QuerySet[Grant]:
    """What was granted to the person himself, not to a post."""
    return _open(at).filter(person_id=person_id).select_related("role", "unit__organ").order_by("pk")


def grants_held(person_id: int, at: datetime) -> list[str]:
    """The same in words, for a handing over."""
    return [
        f"{row.role.name}：{row.unit.full_name + ('及下属单位' if row.below else '') if row.unit else '整个平台'}"
        for row in personal_grants(person_id, at)
    ]


def _open(at: datetime) -> QuerySet[Grant]:
    return Grant.objects.filter(Q(until=None) | Q(until__gt=at), since__lte=at)


def _reaches_of(target: Any, at: datetime) -> list[tuple[int | None, bool]]:
    """How far the rights reach that come with this person, account or post.

    Over somebody whose rights reach farther than one's own one has no power (F-ID-19): else the administrator of a unit
    would reset the password of the one above him, or put himself into a post that has rights over everything.
    """
    person = getattr(target, "person", None) if isinstance(target, Account | Holding) else target
    if isinstance(person, Person):
        posts = Holding.objects.filter(Q(until=None) | Q(until__gt=at), person=person).values("post_id")
        held = Q(person=person) | Q(post_id__in=posts)
    elif isinstance(person, Post):
        held = Q(post=person)
    else:
        return []
    return list(_open(at).filter(held).values_list("unit_id", "below").distinct())


def _reaching(unit_id: int | None) -> Q:
    """Grants that count over a unit: those over itself, over one above it in the tree (隶属) with all below, over everything."""
    if unit_id is None:
        return Q(unit=None)
    above = UnitLink.objects.filter(lower_id=unit_id, upper_id=OuterRef("unit_id"), relation=Relation.SUBORDINATE)
    return Q(unit=None) | Q(unit_id=unit_id) | Q(Exists(above), below=True)


def _grants_of(actor: Actor, at: datetime) -> QuerySet[Grant]:
    return _open(at).filter(Q(person_id=actor.person_id) | Q(post_id=actor.post_id, post__isnull=False))


def _with_right(grants: QuerySet[Grant], permission: str) -> QuerySet[Grant]:
    return grants.filter(role__rights__permission=permission)
