"""Operations for tests. They are not registered: the list of operations is the product's."""

from dataclasses import dataclass
from datetime import datetime

from tongban.foundation.access.models import Role
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Refused
from tongban.kernel.events import Event
from tongban.kernel.operations import Operation, enqueue, inside_operation, note, publish


@dataclass(frozen=True, slots=True)
class RoleMade(Event):
    code: str
    at: datetime


def _make_role(*, code: str, actor: Actor, at: datetime, then: str = "") -> Role:
    role = write_role(code)
    note(code=code)
    publish(RoleMade(code, at))
    if then == "conflict":
        raise Conflict("已有人办理。")
    if then == "refuse":
        raise Refused("本系统不能处理涉密文件。", code="secret")
    if then == "defect":
        raise ZeroDivisionError
    return role


@inside_operation
def write_role(code: str) -> Role:
    return Role.objects.create(code=code, name=code, level="officer")


def _rename(*, role: Role, name: str, actor: Actor, at: datetime) -> str:
    Role.objects.filter(pk=role.pk).update(name=name)
    return name


def _nested(*, actor: Actor, at: datetime) -> Role:
    return make_role(code="inner", actor=actor, at=at)


def _enqueue_later(*, run_at: datetime, actor: Actor, at: datetime) -> None:
    enqueue("kernel.later", run_at=run_at, dedupe_key="one", number=7, when=run_at)
    enqueue("kernel.later", number=8, when=at)


make_role = Operation(_make_role, may="access.define", on=None)
rename = Operation(_rename, may="access.define", on="role")
nested = Operation(_nested, may="access.define", on=None)
enqueue_later = Operation(_enqueue_later, may="access.define", on=None)
