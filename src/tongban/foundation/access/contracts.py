"""Words of the authorisation layer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from tongban.kernel.actor import Actor
from tongban.kernel.references import Reference

PERMISSIONS = {
    "access.grant": "授予和收回角色",
    "access.define": "定义角色",
    "access.own": "本人事务",
}

Rule = Callable[[Actor, Any, datetime], bool]
Somewhere = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Permission:
    """A right with its Chinese name. Without a rule it comes from a role granted over the target's unit; with one, from the rule.

    `somewhere(request)` answers for menus and pages, which know no target yet: whether the rule can ever say yes to this
    viewer. It should ask for nothing that the page has not asked already. A rule without it opens its pages to everybody.
    """

    code: str
    label: str
    rule: Rule | None = None
    somewhere: Somewhere | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """From which rows of an app it follows who sees the objects of a kind: what show() wrote can be recomputed.

    `rows` gives a queryset of those that anybody sees; `units` and `people` name its fields that hold their ids.
    """

    rows: Callable[[], Any]
    units: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Astray:
    """An object that keys miss, or that keys see without reason."""

    reference: Reference
    missing: tuple[str, ...]
    extra: tuple[str, ...]


class RoleClass(StrEnum):
    """The classes of F-ID-18, and the three administrators who must be three people (三员分立)."""

    SYSTEM_ADMIN = "system_admin"  # 系统管理员
    SECURITY_ADMIN = "security_admin"  # 安全保密管理员
    AUDIT_ADMIN = "audit_admin"  # 审计管理员
    SUPER_ADMIN = "super_admin"  # 超级系统管理员（市、县）
    UNIT_ADMIN = "unit_admin"  # 单位系统管理员
    OFFICER = "officer"  # 公章管理员、公文管理员 and other duties of a unit
    USER = "user"  # 普通用户


DUTIES = frozenset({RoleClass.OFFICER, RoleClass.USER})  # what an administrator of a unit gives to its people
EVERYTHING = "*"  # the visibility key of whoever may see the whole installation

EXCLUSIVE = frozenset({RoleClass.SYSTEM_ADMIN, RoleClass.SECURITY_ADMIN, RoleClass.AUDIT_ADMIN})


@dataclass(frozen=True, slots=True)
class Rights:
    """What the roles of an actor give him somewhere, and of which classes they are."""

    permissions: frozenset[str] = frozenset()
    levels: frozenset[RoleClass] = frozenset()

    @property
    def administrator(self) -> bool:
        """One of the three administrators (三员分立), who do no business themselves."""
        return not self.levels.isdisjoint(EXCLUSIVE)


@dataclass(frozen=True, slots=True)
class RoleSpec:
    """A role that the product ships. Apps register theirs; `tongban migrate` makes the rows."""

    code: str
    name: str
    level: RoleClass
    rights: tuple[str, ...]
    description: str = ""
