"""The permissions and roles of all apps, registered at start-up."""

from collections.abc import Mapping

from tongban.foundation.access.contracts import Permission, RoleSpec, Rule, Sight, Somewhere
from tongban.kernel.registry import Registry

permissions: Registry[Permission] = Registry("permission")
roles: Registry[RoleSpec] = Registry("role")
sights: Registry[Sight] = Registry("sight")  # by the kind of what is seen


def declare(
    labels: dict[str, str], *, rules: Mapping[str, Rule] | None = None, somewhere: Mapping[str, Somewhere] | None = None
) -> None:
    """Register an app's permissions, code → Chinese label; `rules` names those that come from a relation, not from a role."""
    for code, label in labels.items():
        permissions.register(code, Permission(code, label, (rules or {}).get(code), (somewhere or {}).get(code)))


def declare_role(role: RoleSpec) -> None:
    roles.register(role.code, role)
