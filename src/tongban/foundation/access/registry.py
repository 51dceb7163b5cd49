"""The permissions and roles of all apps, registered at start-up."""

from tongban.foundation.access.contracts import Permission, RoleSpec, Rule
from tongban.kernel.registry import Registry

permissions: Registry[Permission] = Registry("permission")
roles: Registry[RoleSpec] = Registry("role")


def declare(labels: dict[str, str], *, rules: dict[str, Rule] | None = None) -> None:
    """Register an app's permissions, code → Chinese label; `rules` names those that come from a relation, not from a role."""
    for code, label in labels.items():
        permissions.register(code, Permission(code, label, (rules or {}).get(code)))


def declare_role(role: RoleSpec) -> None:
    roles.register(role.code, role)
