"""What the screens of 角色 and 授权 show: always within the units over which the viewer gives rights."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from tongban.foundation.access.contracts import DUTIES, Permission
from tongban.foundation.access.models import Grant, Role, RoleRight
from tongban.foundation.access.queries import granted, permissions_of, units_where
from tongban.foundation.access.registry import permissions
from tongban.foundation.organization.api import Holder, Holding, Person, Post, Unit, search_people
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound

GRANT, DEFINE = "access.grant", "access.define"
MOST = 20


def defines(viewer: Actor, *, at: datetime) -> bool:
    """Whether the viewer makes roles for the installation: then he also gives any."""
    return granted(actor=viewer, permission=DEFINE, unit_id=None, at=at)


def rights_on_offer() -> list[Permission]:
    """The permissions that a role can give, in the order of their codes; those of a relation belong to no role."""
    return sorted((p for p in permissions.values() if p.rule is None), key=lambda p: p.code)


def all_roles(*, at: datetime) -> QuerySet[Role]:
    """Every role, those of the product first, each with how many hold it now (`held`)."""
    open_now = Q(grants__since__lte=at) & (Q(grants__until=None) | Q(grants__until__gt=at))
    return Role.objects.annotate(held=Count("grants", filter=open_now)).order_by("-built_in", "pk")


@dataclass(frozen=True, slots=True)
class Classes:
    """How many people of each class have an account (F-ID-23); whoever belongs to two is counted in both, and is no plain staff."""

    administrators: int
    supervisors: int
    staff: int


def classes(*, at: datetime) -> Classes:
    """Three statements, however many accounts."""
    open_now = Grant.objects.filter(Q(until=None) | Q(until__gt=at), since__lte=at)
    administrators = people_with(open_now.exclude(role__level__in=DUTIES))
    supervisors = people_with(open_now.filter(role__rights__permission__startswith="supervision."))
    people = Person.objects.filter(left_at=None, account__is_active=True).exclude(pk__in=administrators | supervisors)
    return Classes(len(administrators), len(supervisors), people.count())


def people_with(grants: QuerySet[Grant]) -> set[int]:
    """The people to whom these were granted, or who hold the posts to which they were."""
    posts = grants.filter(post__isnull=False).values("post_id")
    held = Holding.objects.filter(post_id__in=posts, until=None, person__left_at=None).values_list("person_id")
    direct = grants.filter(person__left_at=None, person__isnull=False).values_list("person_id")
    return {pk for (pk,) in direct.union(held)}


def role_by(pk: int) -> Role:
    found = Role.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def rights_of(role: Role) -> list[str]:
    """The codes of what the role gives."""
    return list(RoleRight.objects.filter(role=role).order_by("permission").values_list("permission", flat=True))


def roles_to_give(viewer: Actor, *, at: datetime) -> list[Role]:
    """The roles that the viewer may give somewhere; over which unit the operation decides (F-ID-22)."""
    roles = list(Role.objects.prefetch_related("rights").order_by("-built_in", "pk"))
    if defines(viewer, at=at):
        return roles
    own = permissions_of(actor=viewer, at=at)
    return [
        r for r in roles if (r.built_in and r.level in DUTIES) or own.issuperset(x.permission for x in r.rights.all())
    ]


def units_to_give(viewer: Actor, *, at: datetime) -> QuerySet[Unit] | None:
    """The units of today over which the viewer gives rights; None: all, and the installation as a whole."""
    units = units_where(actor=viewer, permission=GRANT, at=at)
    return None if units is None else units.filter(valid_to=None)


def grants(viewer: Actor, *, at: datetime, text: str = "", role: int | None = None) -> QuerySet[Grant]:
    """What people and posts in the viewer's units hold now, by their units; found by name, role or post."""
    rows = Grant.objects.filter(Q(until=None) | Q(until__gt=at), since__lte=at)
    rows = rows.select_related("role", "person__unit__organ", "post__unit__organ", "unit__organ")
    units = units_where(actor=viewer, permission=GRANT, at=at)
    if units is not None:
        rows = rows.filter(Q(person__unit__in=units) | Q(post__unit__in=units))
    if role is not None:
        rows = rows.filter(role_id=role)
    named = Q(person__name__contains=text) | Q(post__title__contains=text) | Q(role__name__contains=text)
    return (rows.filter(named) if text else rows).order_by("role_id", "pk")


def grant_by(viewer: Actor, pk: int, *, at: datetime) -> Grant:
    """One of them. NotFound for any other."""
    found = grants(viewer, at=at).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def people_found(viewer: Actor, text: str, *, at: datetime) -> list[tuple[Holder, str]]:
    """People in posts of the viewer's units with the full name of the unit, by name, pinyin or initials."""
    units = units_to_give(viewer, at=at)
    ids: Sequence[int] | None = None if units is None else list(units.values_list("pk", flat=True))
    found = search_people(text, at=at, unit_ids=ids, limit=MOST)
    names = {u.pk: u.full_name for u in Unit.objects.filter(pk__in={h.unit_id for h in found}).select_related("organ")}
    return [(holder, names[holder.unit_id]) for holder in found]


def posts_found(viewer: Actor, text: str, *, at: datetime) -> list[Post]:
    """Posts of the viewer's units, by their title or the name of their unit."""
    rows = _posts(viewer, at=at).filter(Q(title__contains=text) | Q(unit__name__contains=text))
    return list(rows.order_by("unit__order", "unit_id", "order", "pk")[:MOST])


def receiver_of_rights(viewer: Actor, kind: str, pk: int, *, at: datetime) -> Person | Post:
    """The person or post that rights are to be given to. NotFound outside of the viewer's units."""
    found = _posts(viewer, at=at).filter(pk=pk).first() if kind == "post" else _person(viewer, pk, at=at)
    if found is None:
        raise NotFound()
    return found


def _posts(viewer: Actor, *, at: datetime) -> QuerySet[Post]:
    units = units_to_give(viewer, at=at)
    rows = Post.objects.filter(closed_at=None).select_related("unit__organ")
    return rows if units is None else rows.filter(unit__in=units)


def _person(viewer: Actor, pk: int, *, at: datetime) -> Person | None:
    units = units_to_give(viewer, at=at)
    rows = Person.objects.filter(left_at=None, pk=pk).select_related("unit__organ")
    return (rows if units is None else rows.filter(unit__in=units)).first()
