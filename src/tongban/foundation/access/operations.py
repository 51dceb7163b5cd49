"""Granting, taking back and defining roles; and the visibility table, written inside other operations."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from tongban.foundation.access.contracts import DUTIES, EVERYTHING, EXCLUSIVE, RoleClass
from tongban.foundation.access.models import Grant, Role, RoleRight, Visibility
from tongban.foundation.access.queries import granted, personal_grants
from tongban.foundation.access.registry import permissions, roles
from tongban.foundation.organization.api import Handing, Person, Post, Unit, holdings_of
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.operations import inside_operation, note, operation
from tongban.kernel.references import Reference
from tongban.kernel.sql import insert_rows

_LATER = "ON CONFLICT (subject_kind, subject_id, key) DO UPDATE SET sort_at = excluded.sort_at"


@operation(may="access.grant", on="unit")
def grant(
    *, role: Role, to: Person | Post, unit: Unit | None, actor: Actor, at: datetime, below: bool = False
) -> Grant:  # fmt: skip
    """Give a role over a unit. Nobody gives more than he has, nor to himself (F-ID-19, F-ID-22)."""
    return give(role=role, to=to, unit=unit, below=below, actor=actor, at=at)


@inside_operation
def give(*, role: Role, to: Person | Post, unit: Unit | None, actor: Actor, at: datetime, below: bool = False) -> Grant:
    """Grant inside another operation, with the same rules: of the three administrators a person is at most one."""
    _require_own(role, unit, below=below, actor=actor, at=at)
    _require_another(to, actor=actor, at=at)
    exclusive = RoleClass(role.level) in EXCLUSIVE
    if exclusive:
        _require_none_of_three(to)
    target: dict[str, Any] = {"person": to} if isinstance(to, Person) else {"post": to}
    if Grant.objects.filter(role=role, unit=unit, until=None, **target).exists():
        raise Conflict("已经授予过这个角色。", code="access.granted-already")
    note(role=role.code, to=str(to.reference), unit=unit.pk if unit else None, below=below)
    return Grant.objects.create(role=role, unit=unit, below=below, exclusive=exclusive, since=at, **target)


@operation(may="access.grant", on="given")
def revoke(*, given: Grant, actor: Actor, at: datetime) -> None:
    """Take a role back; who may not give it may not take it. What was done under it stays."""
    _require_own(given.role, given.unit, below=given.below, actor=actor, at=at)
    if not Grant.objects.filter(pk=given.pk, until=None).update(until=at):
        raise Conflict("这项授权已经收回。", code="access.revoked-already")
    note(role=given.role.code)


@inside_operation
def pass_on(handing: Handing) -> None:
    """交接: what was granted to the person is granted to the successor instead, by the same rules as any grant."""
    to = Person.objects.get(pk=handing.to_id)
    for row in personal_grants(handing.person_id, handing.at):
        row.until = handing.at
        row.save(update_fields=["until"])
        if not Grant.objects.filter(role=row.role, unit=row.unit, person=to, until=None).exists():
            give(role=row.role, to=to, unit=row.unit, below=row.below, actor=handing.actor, at=handing.at)


def hinders(handing: Handing) -> str:
    """Why the actor cannot pass on what was granted: he may not give it himself."""
    try:
        for row in personal_grants(handing.person_id, handing.at):
            _require_own(row.role, row.unit, below=row.below, actor=handing.actor, at=handing.at)
    except NotAllowed as refused:
        return f"{refused.message}请由上级管理员办理。"
    return ""


@operation(may="access.define")
def define_role(*, name: str, rights: list[str], actor: Actor, at: datetime, description: str = "") -> Role:
    """Make a role of the installation's own, from rights that the apps declare."""
    _require_sound(name, rights)
    code = f"own-{uuid.uuid4().hex[:12]}"
    role = Role.objects.create(code=code, name=name, level=RoleClass.OFFICER, description=description)
    _set_rights(role, rights)
    note(name=name, rights=sorted(rights))
    return role


@operation(may="access.define")
def change_role(
    *, role: Role, name: str, rights: list[str], actor: Actor, at: datetime, description: str = ""
) -> Role:  # fmt: skip
    """Change a role that administrators made: whoever holds it has the new rights at once. Built-in roles are the product's."""
    if role.built_in:
        raise Conflict("内置角色不能修改，可以新建一个角色。", code="access.built-in")
    _require_sound(name, rights, of=role)
    role.name, role.description = name, description
    role.save(update_fields=["name", "description"])
    _set_rights(role, rights)
    note(role=role.code, name=name, rights=sorted(rights))
    return role


@inside_operation
def show(reference: Reference, keys: Iterable[str], *, sort_at: datetime) -> None:
    """Let the keys see the object. Keys that see it already keep their row and get the new time.

    The kind's Sight says from which rows the same follows: `tongban check-data` compares the two.
    """
    show_each({reference: keys}, sort_at=sort_at)


@inside_operation
def show_each(keys_of: Mapping[Reference, Iterable[str]], *, sort_at: datetime) -> None:
    """show() for many objects, each with its own keys, in one statement."""
    rows = [
        Visibility(key=key, subject_kind=reference.kind, subject_id=reference.id, sort_at=sort_at)
        for reference, keys in keys_of.items()
        for key in sorted({EVERYTHING, *keys})
    ]
    insert_rows(rows, conflict=_LATER)


@inside_operation
def hide(reference: Reference, keys: Iterable[str] | None = None) -> None:
    """Take the sight away, from these keys or from all."""
    rows = Visibility.objects.filter(subject_kind=reference.kind, subject_id=reference.id)
    (rows if keys is None else rows.filter(key__in=list(keys))).delete()


@inside_operation
def hide_all(references: Iterable[Reference]) -> None:
    """Take the sight of these away from everybody, in one statement for each kind."""
    ids: dict[str, list[int]] = {}
    for reference in references:
        ids.setdefault(reference.kind, []).append(reference.id)
    for kind, found in ids.items():
        Visibility.objects.filter(subject_kind=kind, subject_id__in=found).delete()


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


def _require_own(role: Role, unit: Unit | None, *, below: bool, actor: Actor, at: datetime) -> None:
    """F-ID-22: the duties of a unit are its administrator's to give; every other right only who has it over all of that himself.

    Who defines roles for the installation (access.define over everything) gives any.
    """
    unit_id = unit.pk if unit else None
    if granted(actor=actor, permission="access.define", unit_id=None, at=at):
        return
    wanted = {"access.grant"} if role.level in DUTIES and role.built_in else {"access.grant", *_rights_of(role)}
    for code in sorted(wanted):
        if not granted(actor=actor, permission=code, unit_id=unit_id, below=below, at=at):
            label = permissions[code].label if code in permissions else code
            raise NotAllowed(f"您在这个范围内没有“{label}”的权限，不能授予或收回。", code="not-allowed.access.grant")


def _require_another(to: Person | Post, *, actor: Actor, at: datetime) -> None:
    """Rights are given by somebody else, to people and posts within the giver's own reach."""
    if actor.system:
        return
    posts = [h.post_id for h in holdings_of(actor.person_id, at)] if actor.person_id else []
    if to.pk == actor.person_id if isinstance(to, Person) else to.pk in posts:
        raise NotAllowed("不能给自己授权，请由上级管理员办理。", code="not-allowed.access.grant")
    if not granted(actor=actor, permission="access.grant", unit_id=to.unit_id, at=at):
        raise NotAllowed("只能给本人管理范围内的人员和岗位授权。", code="not-allowed.access.grant")


def _require_none_of_three(to: Person | Post) -> None:
    if not isinstance(to, Person):
        raise Invalid({"to": "系统、安全保密、审计管理员只能授予具体的人。"})
    if Grant.objects.filter(person=to, exclusive=True, until=None).exists():
        raise Conflict(
            "系统、安全保密、审计三员须由不同的人担任，此人已担任其中之一。", code="access.three-administrators"
        )


def _require_sound(name: str, rights: list[str], *, of: Role | None = None) -> None:
    faults: dict[str, str] = {}
    if not name.strip():
        faults["name"] = "请填写角色名称。"
    elif Role.objects.filter(name=name).exclude(pk=of.pk if of else 0).exists():
        faults["name"] = f"已经有名为“{name}”的角色。"
    if unknown := [r for r in rights if r not in permissions]:
        faults["rights"] = f"没有这些权限：{'、'.join(unknown)}。"
    elif not rights:
        faults["rights"] = "请至少选择一项权限。"
    if faults:
        raise Invalid(faults)


def _rights_of(role: Role) -> list[str]:
    return list(RoleRight.objects.filter(role=role).values_list("permission", flat=True))
