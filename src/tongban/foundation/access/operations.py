"""Granting, taking back and defining roles; and the visibility table, written inside other operations."""

from collections.abc import Iterable
from datetime import datetime

from tongban.foundation.access.contracts import EXCLUSIVE, RoleClass
from tongban.foundation.access.models import Grant, Role, RoleRight, Visibility
from tongban.foundation.access.queries import may
from tongban.foundation.access.registry import permissions, roles
from tongban.foundation.organization.api import Person, Post, Unit
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.operations import inside_operation, note, operation
from tongban.kernel.references import Reference


@operation(may="access.grant", on="unit")
def grant(
    *, role: Role, to: Person | Post, unit: Unit | None, actor: Actor, at: datetime, below: bool = False
) -> Grant:  # fmt: skip
    """Give a role over a unit. Nobody gives what he does not have himself (F-ID-22), and one person is one of the three administrators."""
    made = give(role=role, to=to, unit=unit, below=below, actor=actor, at=at)
    note(role=role.code, to=str(to.reference), unit=unit.pk if unit else None, below=below)
    return made


@inside_operation
def give(*, role: Role, to: Person | Post, unit: Unit | None, actor: Actor, at: datetime, below: bool = False) -> Grant:
    """Grant inside another operation, with the same rules."""
    _require_own(role, unit, actor=actor, at=at)
    exclusive = RoleClass(role.level) in EXCLUSIVE
    if exclusive and not isinstance(to, Person):
        raise Invalid({"to": "系统、安全保密、审计管理员只能授予具体的人。"})
    if exclusive and isinstance(to, Person) and Grant.objects.filter(person=to, exclusive=True, until=None).exists():
        raise Conflict(
            "系统、安全保密、审计三员须由不同的人担任，此人已担任其中之一。", code="access.three-administrators"
        )
    target = {"person": to} if isinstance(to, Person) else {"post": to}
    if Grant.objects.filter(role=role, unit=unit, until=None, **target).exists():
        raise Conflict("已经授予过这个角色。", code="access.granted-already")
    return Grant.objects.create(role=role, unit=unit, below=below, exclusive=exclusive, since=at, **target)


@operation(may="access.grant", on="unit")
def revoke(*, unit: Unit | None, given: Grant, actor: Actor, at: datetime) -> None:
    """Take a role back. What was done under it stays."""
    if given.unit_id != (unit.pk if unit else None):
        raise Invalid("这项授权不属于所选单位。")
    if given.until is not None:
        raise Conflict("这项授权已经收回。", code="access.revoked-already")
    given.until = at
    given.save(update_fields=["until"])
    note(grant=given.pk)


@operation(may="access.define")
def define_role(*, code: str, name: str, rights: list[str], actor: Actor, at: datetime, description: str = "") -> Role:
    """Make a role, or change the rights of one that administrators made. Built-in roles are fixed by the product."""
    if unknown := [r for r in rights if r not in permissions]:
        raise Invalid({"rights": f"没有这些权限：{'、'.join(unknown)}。"})
    role, made = Role.objects.get_or_create(
        code=code, defaults={"name": name, "level": RoleClass.OFFICER, "description": description}
    )
    if role.built_in:
        raise Conflict("内置角色不能修改，可以新建一个角色。", code="access.built-in")
    if not made:
        role.name, role.description = name, description
        role.save(update_fields=["name", "description"])
    _set_rights(role, rights)
    note(role=code, rights=sorted(rights))
    return role


@inside_operation
def show(reference: Reference, keys: Iterable[str], *, sort_at: datetime) -> None:
    """Let the keys see the object. Keys that see it already keep their row and get the new time."""
    rows = [
        Visibility(key=key, subject_kind=reference.kind, subject_id=reference.id, sort_at=sort_at)
        for key in sorted(set(keys))
    ]
    Visibility.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["subject_kind", "subject_id", "key"], update_fields=["sort_at"]
    )


@inside_operation
def hide(reference: Reference, keys: Iterable[str] | None = None) -> None:
    """Take the sight away, from these keys or from all."""
    rows = Visibility.objects.filter(subject_kind=reference.kind, subject_id=reference.id)
    (rows if keys is None else rows.filter(key__in=list(keys))).delete()


def ship_roles() -> None:
    """Bring the built-in roles to what the apps declare. Part of `tongban migrate`; idempotent."""
    for spec in roles.values():
        role, _ = Role.objects.update_or_create(
            code=spec.code,
            defaults={"name": spec.name, "level": spec.level, "description": spec.description, "built_in": True},
        )
        _set_rights(role, spec.rights)


def _set_rights(role: Role, rights: Iterable[str]) -> None:
    wanted = set(rights)
    RoleRight.objects.filter(role=role).exclude(permission__in=wanted).delete()
    RoleRight.objects.bulk_create([RoleRight(role=role, permission=r) for r in sorted(wanted)], ignore_conflicts=True)


def _require_own(role: Role, unit: Unit | None, *, actor: Actor, at: datetime) -> None:
    """F-ID-22: a lower administrator grants on only what he may himself over that unit; unit duties are his to give."""
    if actor.system or RoleClass(role.level) in (RoleClass.OFFICER, RoleClass.USER):
        return
    if not may(actor=actor, permission="access.define", target=None, at=at):
        raise NotAllowed("只有超级系统管理员可以授予管理员角色。", code="not-allowed.access.grant")
