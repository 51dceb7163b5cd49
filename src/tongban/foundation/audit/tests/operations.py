"""Operations for tests. They are not registered: the list of operations is the product's."""

from datetime import datetime

from tongban.foundation.audit.api import erase_names
from tongban.foundation.audit.models import Entry
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Refused
from tongban.kernel.operations import Operation, note
from tongban.kernel.references import Reference


def _touch(*, thing: Reference, actor: Actor, at: datetime, fail: str = "") -> int:
    note(words="甲")
    if fail == "refused":
        raise Refused("本系统不能处理涉密文件。", code="secret")
    if fail == "conflict":
        raise Conflict("已有人办理。")
    return Entry.objects.count()


def _erase_person(*, person_id: int, actor: Actor, at: datetime) -> int:
    return erase_names(Entry.objects.filter(person_id=person_id))


touch = Operation(_touch, may="audit.read", on="thing")
erase_person = Operation(_erase_person, may="audit.read", on=None)
