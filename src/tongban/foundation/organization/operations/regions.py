"""Administrative divisions: five levels, from province to village."""

from datetime import datetime

from tongban.foundation.organization.models import Region
from tongban.foundation.organization.operations.units import MANAGE
from tongban.foundation.organization.rules import region_faults, segment_faults
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


@operation(may=MANAGE)
def reserve_codes(*, region: Region, first: str, last: str, actor: Actor, at: datetime) -> Region:
    """预留号段 (F-ID-06): codes of units of this division, and of those below without one, lie in it from now on. Both empty: none."""
    first, last = first.strip(), last.strip()
    faults = segment_faults(first, last)
    others = Region.objects.select_for_update().filter(level=region.level).exclude(pk=region.pk).exclude(code_first="")
    for other in others if first and not faults else ():
        if len(other.code_first) == len(first) and first <= other.code_last and last >= other.code_first:
            faults["first"] = f"与{other.name}的号段 {other.code_first} 至 {other.code_last} 重叠。"
    if faults:
        raise Invalid(faults)
    note(code=region.code, before=[region.code_first, region.code_last], after=[first, last])
    region.code_first, region.code_last = first, last
    region.save(update_fields=["code_first", "code_last"])
    return region
