"""What groups tell the apps below at start-up."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.urls import reverse

from tongban.foundation.access import api as access
from tongban.foundation.audit import api as audit
from tongban.foundation.groups import api, queries
from tongban.foundation.organization.api import Person
from tongban.foundation.references import api as references
from tongban.foundation.ui import api as ui
from tongban.kernel.actor import Actor
from tongban.kernel.now import now

LABELS: dict[Any, str] = {
    api.create_group: "新增用户组",
    api.change_group: "修改用户组",
    api.remove_group: "删除用户组",
    api.add_members: "用户组添加成员",
    api.remove_member: "用户组移出成员",
    api.lay_out: "按机构生成用户组",
}


def keeps(actor: Actor, target: Any, at: datetime) -> bool:
    """One's own groups are one's own; those of a unit are kept by whoever manages it."""
    owner = target.pk if isinstance(target, Person) else getattr(target, "owner_id", None)
    if owner is not None:
        return owner == actor.person_id
    return target is not None and access.may(actor=actor, permission=queries.MANAGE, target=target, at=at)


def register() -> None:
    access.declare(api.PERMISSIONS, rules={"groups.keep": keeps})
    references.kinds.register("group", KIND)
    for operation, label in LABELS.items():
        audit.labels.register(operation.name, label)
    ui.menu.register(
        ui.MenuItem(
            site="console", group="组织和人员", label="用户组", icon="users", url_name="groups:list", order=112,
            covers=("groups:group", "groups:new", "groups:change", "groups:add", "groups:lay-out"),
        )
    )  # fmt: skip
    ui.menu.register(ui.MenuItem(site="person", label="常用人员组", icon="users", url_name="own-groups:list", order=15))


def load(ids: Collection[int]) -> dict[int, api.Group]:
    return api.Group.objects.in_bulk(list(ids))


def url(group: api.Group) -> str:
    return reverse("own-groups:group" if group.owner_id else "groups:group", args=[group.pk])


def seen(viewer: Actor, ids: Collection[int]) -> Collection[int]:
    kept = queries.kept_groups(viewer, now()).order_by()
    return [*kept.filter(pk__in=ids).values_list("pk", flat=True),
            *queries.own_groups(viewer).filter(pk__in=ids).values_list("pk", flat=True)]  # fmt: skip


KIND = references.Kind("用户组", load, str, url, seen)
