"""Units that end: 合并, 撤销. Their rows stay, closed; what was made under them keeps their names."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from tongban.foundation.organization.contracts import Relation, UnitClosed
from tongban.foundation.organization.models import Holding, Oversight, Person, Post, Succession, Unit, UnitLink
from tongban.foundation.organization.operations.closure import lock_tree, move_unit_links, renew_organs
from tongban.foundation.organization.operations.units import MANAGE, require_past, take_down
from tongban.kernel import ports
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import inside_operation, note, operation, publish


@operation(may=MANAGE, on="into")
def merge_units(
    *, into: Unit, units: Sequence[Unit], on: date, actor: Actor, at: datetime, reason: str = ""
) -> Unit:  # fmt: skip
    """合并: sections, posts and people of `units` go over to `into`, and they are closed. All of them must be the actor's to manage."""
    if not units or into in units:
        raise Invalid({"units": "请选择要并入的单位，不含接收单位本身。"})
    for unit in units:
        ports.permission().require(actor=actor, permission=MANAGE, target=unit, at=at)
    lock_tree()
    require_past(on, at)
    for unit in units:
        _hand_over(unit, into)
        _end(unit, change="merge", successor=into, on=on, reason=reason)
    note(merged=[u.pk for u in units], on=on)
    return into


@operation(may=MANAGE, on="unit")
def close_unit(
    *, unit: Unit, on: date, actor: Actor, at: datetime, successor: Unit | None = None, reason: str = ""
) -> None:  # fmt: skip
    """撤销 an empty unit. Conflict while units stand under it or people hold posts in it; `successor` says who answers for it now."""
    lock_tree()
    require_past(on, at)
    below = Unit.objects.filter(parent=unit, valid_to=None).count()
    people = Holding.objects.filter(Q(until=None) | Q(until__gt=at), post__unit=unit).count()
    if below or people:
        raise Conflict(f"还有 {below} 个下级单位、{people} 名在岗人员，请先调整。", code="organization.unit-not-empty")
    _end(unit, change="close", successor=successor, on=on, reason=reason)
    note(on=on, successor=successor.pk if successor else None)


@inside_operation
def _hand_over(old: Unit, into: Unit) -> None:
    """Move what lives in a unit to another. A post or section of the same name takes the old unit's name behind its own."""
    for child in Unit.objects.filter(parent=old, valid_to=None):
        if Unit.objects.filter(parent=into, name=child.name, valid_to=None).exists():
            child.name = f"{child.name}（原{old.short_name}）"
        move_unit_links(child, into)
        child.parent = into
        child.save(update_fields=["parent", "name"])
        renew_organs(child)
    taken = set(Post.objects.filter(unit=into, closed_at=None).values_list("title", flat=True))
    for post in Post.objects.filter(unit=old):
        post.title = f"{post.title}（原{old.short_name}）" if post.title in taken else post.title
        post.unit = into
        post.save(update_fields=["unit", "title"])
    Person.objects.filter(unit=old).update(unit=into)


@inside_operation
def _end(unit: Unit, *, change: str, successor: Unit | None, on: date, reason: str) -> None:
    if unit.valid_to is not None:
        raise Conflict(f"“{unit.name}”已经撤销。", code="organization.unit-closed")
    unit.valid_to = on
    unit.save(update_fields=["valid_to"])
    take_down(unit, on=on)
    Oversight.objects.filter(unit=unit).delete()
    for relation in (Relation.VERTICAL, Relation.DUAL):
        move_unit_links(unit, None, relation)
        UnitLink.objects.filter(upper=unit, relation=relation).delete()
    Succession.objects.create(old=unit, new=successor, change=change, old_name=unit.name, on=on, reason=reason)
    publish(UnitClosed(unit_id=unit.pk, successor_id=successor.pk if successor else None, on=on))
