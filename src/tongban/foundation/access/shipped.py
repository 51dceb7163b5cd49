"""The permissions of the apps below, and the roles that every installation has (F-ID-18, 三员分立)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from tongban.foundation.access.contracts import PERMISSIONS, Rights, RoleClass, RoleSpec
from tongban.foundation.access.operations import hinders, pass_on, ship_roles
from tongban.foundation.access.queries import (
    administers,
    grants_held,
    has_role,
    no_roles,
    rights_of,
    units_where,
)
from tongban.foundation.access.registry import declare, declare_role, permissions
from tongban.foundation.audit import api as audit
from tongban.foundation.identity import api as identity
from tongban.foundation.jobs import api as jobs
from tongban.foundation.options import api as options
from tongban.foundation.organization import api as organization
from tongban.foundation.ui import api as ui
from tongban.kernel.actor import Actor
from tongban.kernel.deploy import deploy_steps
from tongban.kernel.now import now


def own(actor: Actor, target: Any, at: datetime) -> bool:
    """The target belongs to the actor: his account, or something that names him as its person."""
    if isinstance(target, identity.Account):
        return target.pk == actor.account_id
    person_id = target.pk if isinstance(target, organization.Person) else getattr(target, "person_id", None)
    return target is None or (person_id is not None and person_id == actor.person_id)


def anybody(actor: Actor, target: Any, at: datetime) -> bool:
    """What the operation itself decides, such as whether a password is right."""
    return True


def register() -> None:
    declare(PERMISSIONS, rules={"access.own": own})
    declare(identity.PERMISSIONS, rules={"identity.own": own, "identity.sign_in": anybody})
    declare(
        organization.PERMISSIONS,
        rules={"organization.delegate": own, "organization.apply": anybody, "organization.own": own},
    )
    declare(audit.PERMISSIONS)
    declare(jobs.PERMISSIONS)
    declare(options.PERMISSIONS)
    for role in SHIPPED:
        declare_role(role)
    for action, label in LABELS.items():
        audit.labels.register(action, label)
    for kind, label in KINDS.items():
        audit.kind_labels.register(kind, label)
    ui.permission_check.fill(may_somewhere)
    organization.units_where.fill(units_where)
    identity.administers.fill(administers)
    identity.has_role.fill(has_role)
    identity.no_roles.fill(no_roles)
    organization.belongings.register("grants", organization.Belonging("角色授权", grants_held, pass_on, hinders))
    deploy_steps.register("access.roles", bring_roles)
    for item in MENUS:
        ui.menu.register(item)


MENUS = (
    ui.MenuItem(
        site="console", group="组织和人员", label="授权", icon="user-check", url_name="access:grants", order=130,
        covers=("access:choose", "access:give"),
    ),
    ui.MenuItem(
        site="console", group="组织和人员", label="角色", icon="shield", url_name="access:roles", order=140,
        covers=("access:role", "access:new-role", "access:change-role"),
    ),
)  # fmt: skip


def bring_roles(at: datetime) -> None:
    """After each migration: the built-in roles are what the apps declare."""
    with transaction.atomic():
        ship_roles()


def rights_held(request: Any) -> Rights:
    """The rights of the viewer, asked once a request."""
    if not hasattr(request, "held_rights"):
        request.held_rights = rights_of(actor=request.actor, at=now())
    return request.held_rights


def may_somewhere(request: Any, code: str) -> bool:
    """What menus and pages ask: whether some role gives the permission somewhere. A relation says so itself."""
    declared = permissions[code]
    if declared.somewhere is not None:
        return declared.somewhere(request)
    return declared.rule is not None or code in rights_held(request).permissions


# Of access itself, and of what lies below it and beside the trail.
LABELS = {
    "access.grant": "授予角色", "access.revoke": "收回角色", "access.define_role": "新建角色", "access.change_role": "修改角色",
    "jobs.retry_dead": "重试后台任务", "jobs.discard_dead": "放弃后台任务",
}  # fmt: skip
KINDS = {"job": "后台任务", "token": "登录凭据"}
UNIT_RIGHTS = ("identity.manage", "organization.manage", "access.grant", "numbering.manage", "notifications.manage")
SHIPPED = (
    RoleSpec(
        "super_admin",
        "超级系统管理员",
        RoleClass.SUPER_ADMIN,
        (
            *UNIT_RIGHTS,
            "access.define",
            "identity.certify",
            "identity.reset_factors",
            "jobs.manage",
            "exchange.manage",
            "options.manage",
            "notifications.announce",
            "workdays.manage",
        ),
    ),
    RoleSpec("unit_admin", "单位系统管理员", RoleClass.UNIT_ADMIN, UNIT_RIGHTS),
    RoleSpec(
        "system_admin",
        "系统管理员",
        RoleClass.SYSTEM_ADMIN,
        (
            "organization.manage",
            "identity.manage",
            "jobs.manage",
            "exchange.manage",
            "notifications.manage",
            "options.manage",
            "notifications.announce",
            "workdays.manage",
        ),
    ),
    RoleSpec(
        "security_admin",
        "安全保密管理员",
        RoleClass.SECURITY_ADMIN,
        (
            "access.grant",
            "access.define",
            "identity.reset_factors",
            "documents.purge",
            "incidents.handle",
            "prints.see_unit",
        ),
    ),
    RoleSpec("audit_admin", "审计管理员", RoleClass.AUDIT_ADMIN, ("audit.read", "prints.see_unit")),
)
