"""Keeping groups: the administrators' trees (F-ID-13, F-ID-14) and one's own (F-ID-38)."""

from collections.abc import Sequence
from datetime import datetime

from tongban.foundation.groups.contracts import LEADERS, GroupData
from tongban.foundation.groups.models import Group, Member
from tongban.foundation.groups.rules import DEEPEST, group_faults, upwards
from tongban.foundation.organization import api as organization
from tongban.foundation.organization.api import Person, PostKind, Unit
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import about, inside_operation, note, operation

KEEP = "groups.keep"


@operation(may=KEEP, on="home")
def create_group(*, home: Unit | Person, data: GroupData, actor: Actor, at: datetime) -> Group:
    """A new group of a unit, or of the person himself."""
    group = Group(unit=home) if isinstance(home, Unit) else Group(owner=home)
    _write(group, data)
    about(group.reference)
    note(name=group.name)
    return group


@operation(may=KEEP, on="group")
def change_group(*, group: Group, data: GroupData, actor: Actor, at: datetime) -> Group:
    """Another name, description, place in the order or in the tree."""
    before = group.name
    _write(group, data)
    note(name=[before, group.name])
    return group


@operation(may=KEEP, on="group")
def remove_group(*, group: Group, actor: Actor, at: datetime) -> None:
    """Delete a group that has none below it. Nobody loses anything but this way of being chosen."""
    if Group.objects.filter(parent=group).exists():
        raise Conflict("下面还有用户组，请先删除下面的。", code="groups.not-empty")
    note(name=group.name, members=group.members.count())
    group.delete()


@operation(may=KEEP, on="group")
def add_members(*, group: Group, people: Sequence[int], actor: Actor, at: datetime) -> int:
    """Put people who hold a post now into the group, in one batch. How many came new."""
    chosen = {holder.person_id for holder in organization.holders_of(people, at)}
    if not chosen or chosen != set(people):
        raise Invalid({"people": "请选择现在在岗的人员。"})
    return _join(group, chosen)


@operation(may=KEEP, on="group")
def remove_member(*, group: Group, person_id: int, actor: Actor, at: datetime) -> None:
    """Take somebody out of the group."""
    note(person=person_id)
    Member.objects.filter(group=group, person_id=person_id).delete()


@operation(may=KEEP, on="unit")
def lay_out(*, unit: Unit, actor: Actor, at: datetime) -> Group:
    """The group tree of a unit as it stands: 部门 → 部门领导 → each section, with who holds posts there (F-ID-13).

    What is there already stays; people who are new come in, nobody is taken out.
    """
    top = _there(unit, unit.short_name, None, 0)
    leaders = organization.holders(unit_ids=[unit.pk], at=at, rank=(PostKind.HEAD, PostKind.DEPUTY))
    joined = _join(_there(unit, LEADERS, top, 1), {holder.person_id for holder in leaders})
    sections = Unit.objects.filter(organ=unit, valid_to=None).exclude(pk=unit.pk).order_by("order", "code", "pk")
    for place, section in enumerate(sections, 2):
        inside = organization.holders(unit_ids=[section.pk], at=at)
        joined += _join(_there(unit, section.name, top, place), {holder.person_id for holder in inside})
    about(top.reference)
    note(members=joined)
    return top


@inside_operation
def _write(group: Group, data: GroupData) -> None:
    faults = group_faults(data)
    parent = Group.objects.filter(pk=data.parent_id).first() if data.parent_id else None
    if data.parent_id and (parent is None or (parent.unit_id, parent.owner_id) != (group.unit_id, group.owner_id)):
        faults["parent"] = "请选择同一处的用户组。"
    elif parent is not None and (said := _misplaced(group, parent)):
        faults["parent"] = said
    same = Group.objects.filter(unit=group.unit, owner=group.owner, parent=parent, name=data.name.strip())
    if same.exclude(pk=group.pk).exists():
        faults["name"] = f"这里已经有“{data.name.strip()}”，请换个名称。"
    if faults:
        raise Invalid(faults)
    group.name, group.description, group.order = data.name.strip(), data.description.strip(), data.order
    group.parent = parent
    group.save()


def _misplaced(group: Group, parent: Group) -> str:
    """Why the group cannot hang there; empty where it can."""
    rows = Group.objects.filter(unit=group.unit, owner=group.owner).select_for_update()
    path = list(upwards(dict(rows.values_list("pk", "parent_id")), parent.pk))
    if group.pk in path:
        return "不能放到自己的下面。"
    return f"用户组最多 {DEEPEST} 层。" if len(path) >= DEEPEST else ""


@inside_operation
def _there(unit: Unit, name: str, parent: Group | None, order: int) -> Group:
    return Group.objects.get_or_create(unit=unit, parent=parent, name=name, defaults={"order": order})[0]


@inside_operation
def _join(group: Group, people: set[int]) -> int:
    new = people - set(Member.objects.filter(group=group).values_list("person_id", flat=True))
    Member.objects.bulk_create((Member(group=group, person_id=p) for p in sorted(new)), ignore_conflicts=True)
    note(joined=len(new))
    return len(new)
