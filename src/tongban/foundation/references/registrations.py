"""The kinds of the apps beneath, which cannot know this one; and the names of things for the auditor's list."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from tongban.foundation.access import api as access
from tongban.foundation.audit import api as audit
from tongban.foundation.identity.api import Account
from tongban.foundation.organization.api import Application, Delegation, Handover, Import, Person, Post, Unit
from tongban.foundation.references.contracts import Kind, everyone
from tongban.foundation.references.queries import kinds, resolve
from tongban.kernel.actor import Actor
from tongban.kernel.now import now
from tongban.kernel.references import Reference

READ = "audit.read"


def register() -> None:
    for word, kind in KINDS.items():
        kinds.register(word, kind)
    audit.names.fill(names_of)


def names_of(references: Collection[Reference], viewer: Actor) -> dict[Reference, audit.Named]:
    """What the viewer may see of them; the others are left out."""
    seen = resolve(references, viewer=viewer)
    return {r: audit.Named(found.title, found.kind_label, found.url) for r, found in seen.items() if found.there}


def loader(rows: Callable[[], QuerySet]) -> Callable[[Collection[int]], Mapping[int, Any]]:
    """`load` of a model, with what its titles read."""
    return lambda ids: rows().in_bulk(list(ids))


def held(*permissions: str) -> Callable[[Actor], bool]:
    """Whether a role of the viewer gives one of these permissions, over whatever unit."""
    return lambda viewer: viewer.system or not access.permissions_of(actor=viewer, at=now()).isdisjoint(permissions)


def for_those_with(*permissions: str) -> Callable[[Actor, Collection[int]], Collection[int]]:
    """`visible` of what only administrators and auditors meet."""
    may = held(*permissions)
    return lambda viewer, ids: ids if may(viewer) else ()


def unit_url(unit: Unit) -> str:
    return reverse("units:unit", args=[unit.pk])


def person_url(person: Person) -> str:
    return reverse("people:person", args=[person.pk])


def application_url(row: Application) -> str:
    return reverse("applications:application", args=[row.pk])


def handover_title(row: Handover) -> str:
    return f"{row.person.name}交接给{row.to.name}"


def handover_url(row: Handover) -> str:
    return reverse("handovers:handover", args=[row.pk])


def import_url(row: Import) -> str:
    return reverse("imports:import", args=[row.pk])


def post_title(post: Post) -> str:
    return f"{post.unit.full_name} {post.title}"


def account_title(account: Account) -> str:
    person = getattr(account, "person", None)
    return f"{person.name}（{account.username}）" if person else account.username


def account_url(account: Account) -> str:
    person = getattr(account, "person", None)
    return person_url(person) if person else ""


def grant_title(grant: access.Grant) -> str:
    """Which role, to whom, over what."""
    to = grant.person.name if grant.person else post_title(grant.post) if grant.post else ""
    over = grant.unit.full_name if grant.unit else "全部单位"
    return f"{grant.role.name}：{to}，{over}"


MANAGE, GRANT = "organization.manage", "access.grant"
KINDS = {
    "unit": Kind(
        "单位", loader(lambda: Unit.objects.select_related("organ")), lambda unit: unit.full_name, unit_url, everyone,
        opens=held(MANAGE),
    ),
    "person": Kind(
        "人员", loader(Person.objects.all), lambda person: person.name, person_url, everyone, opens=held(MANAGE)
    ),
    "application": Kind(
        "开户申请", loader(Application.objects.all), lambda row: row.name, application_url, for_those_with(MANAGE), opens=held(MANAGE)
    ),
    "handover": Kind(
        "交接单", loader(lambda: Handover.objects.select_related("person", "to")), handover_title, handover_url,
        for_those_with(MANAGE), opens=held(MANAGE),
    ),
    "import": Kind(
        "批量导入", loader(lambda: Import.objects.defer("content")), lambda row: row.name, import_url, for_those_with(MANAGE),
        opens=held(MANAGE),
    ),
    "post": Kind(
        "岗位", loader(lambda: Post.objects.select_related("unit__organ")), post_title,
        lambda post: unit_url(post.unit), everyone, opens=held(MANAGE),
    ),
    "account": Kind(
        "账号", loader(lambda: Account.objects.select_related("person")), account_title, account_url,
        for_those_with(READ, MANAGE, "identity.manage"), opens=held(MANAGE),
    ),
    "delegation": Kind(
        "委托", loader(lambda: Delegation.objects.select_related("person", "to")),
        lambda given: f"{given.person.name} 委托 {given.to.name}", lambda given: person_url(given.person),
        for_those_with(READ, MANAGE), opens=held(MANAGE),
    ),
    "role": Kind(
        "角色", loader(access.Role.objects.all), lambda role: role.name,
        lambda role: reverse("access:role", args=[role.pk]), everyone, opens=held(GRANT, "access.define"),
    ),
    "grant": Kind(
        "授权", loader(lambda: access.Grant.objects.select_related("role", "person", "post__unit__organ", "unit__organ")),
        grant_title, lambda grant: "", for_those_with(READ, GRANT),
    ),
}  # fmt: skip
