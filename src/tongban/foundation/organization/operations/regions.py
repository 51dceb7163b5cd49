"""Administrative divisions: five levels, from province to village."""

from datetime import datetime

from tongban.foundation.organization.models import Region
from tongban.foundation.organization.operations.units import MANAGE
from tongban.foundation.organization.rules import region_faults
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Invalid
from tongban.kernel.operations import note, operation


@operation(may=MANAGE)
def create_region(*, code: str, name: str, level: int, parent: Region | None, actor: Actor, at: datetime) -> Region:
    """A division under another one of the next higher level. Asked for the whole installation."""
    faults = region_faults(code, name)
    if not faults and parent is not None and parent.level >= level:
        faults["parent"] = "上级区划的级别应更高。"
    if not faults and Region.objects.filter(code=code).exists():
        faults["code"] = "这个区划代码已经有了。"
    if faults:
        raise Invalid(faults)
    note(code=code, name=name)
    return Region.objects.create(code=code, name=name.strip(), level=level, parent=parent)
