"""For tests of any app: give somebody a role, or single rights."""

from tongban.foundation.access.models import Grant, Role, RoleRight
from tongban.foundation.organization.api import Person, Post, Unit
from tongban.kernel.testing import MONDAY


def make_role(code: str, *rights: str, level: str = "officer", built_in: bool = False) -> Role:
    """A role with these rights, declared or not."""
    role = Role.objects.create(code=code, name=code, level=level, built_in=built_in)
    RoleRight.objects.bulk_create(RoleRight(role=role, permission=right) for right in rights)
    return role


def allow(to: Person | Post, *rights: str, over: Unit | None = None, below: bool = False) -> Grant:
    """Let somebody have these rights over a unit (None: over everything), since MONDAY's year began."""
    code = "+".join(sorted(rights))
    role = Role.objects.filter(code=code[:40]).first() or make_role(code[:40], *rights)
    return give_role(to, role, over=over, below=below)


def give_role(to: Person | Post, role: Role | str, *, over: Unit | None = None, below: bool = False) -> Grant:
    """Give a role, by its row or its code."""
    if isinstance(role, str):
        role = Role.objects.get(code=role)
    since = MONDAY.replace(month=1, day=1)
    target = {"person": to} if isinstance(to, Person) else {"post": to}
    exclusive = role.level in ("system_admin", "security_admin", "audit_admin")
    return Grant.objects.create(role=role, unit=over, below=below, since=since, exclusive=exclusive, **target)
