"""Units, their names and their 牌子."""

from dataclasses import asdict
from datetime import date, datetime

from django.utils import timezone

from tongban.foundation.organization.contracts import PlaqueData, Relation, Renaming, UnitData, UnitRenamed
from tongban.foundation.organization.models import Plaque, Region, Succession, Unit
from tongban.foundation.organization.operations.closure import (
    link_unit,
    lock_tree,
    move_unit_links,
    organ_id_of,
    renew_organs,
)
from tongban.foundation.organization.queries.segments import code_fault
from tongban.foundation.organization.rules import unit_faults, unit_reading
from tongban.kernel import ports
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.operations import about, inside_operation, note, operation, publish

MANAGE = "organization.manage"
CHANGEABLE = ("short_name", "category", "code", "credit_code", "emblem", "order", "pays_wages")


@operation(may=MANAGE, on="parent")
def create_unit(
    *, parent: Unit | None, data: UnitData, actor: Actor, at: datetime, region: Region | None = None
) -> Unit:  # fmt: skip
    """A new unit under `parent` (none: a top unit, with its region), valid from today."""
    lock_tree()
    region = region or (parent.region if parent else None)
    if region is None:
        raise Invalid({"region": "请选择行政区划。"})
    return add_unit(parent, data, region=region, at=at)


@inside_operation
def add_unit(parent: Unit | None, data: UnitData, *, region: Region, at: datetime) -> Unit:
    """create_unit() inside another operation, which holds the tree."""
    _require_sound(data, parent=parent)
    _require_code(data, region)
    pinyin, initials = unit_reading(data.name)
    unit = Unit.objects.create(
        parent=parent, region=region, form=data.form, name=data.name.strip(), pinyin=pinyin, initials=initials,
        valid_from=timezone.localdate(at), **_changeable(data),
    )  # fmt: skip
    unit.organ_id = organ_id_of(unit)
    unit.save(update_fields=["organ"])
    link_unit(unit)
    if data.word:
        put_up(unit, PlaqueData(name=unit.name, word=data.word, main=True), on=unit.valid_from)
    about(unit.reference)
    note(name=unit.name, parent=parent.pk if parent else None)
    return unit


@operation(may=MANAGE, on="unit")
def change_unit(*, unit: Unit, data: UnitData, actor: Actor, at: datetime) -> Unit:
    """Correct what stands about a unit. Its name, form and place are changed by operations of their own."""
    if faults := unit_faults(data):
        raise Invalid(faults)
    if data.code.strip() != unit.code:
        _require_code(data, unit.region, unit=unit)
    changed = {k: v for k, v in _changeable(data).items() if v != getattr(unit, k)}
    note(changed={k: [getattr(unit, k), v] for k, v in changed.items()})
    for name, value in changed.items():
        setattr(unit, name, value)
    unit.save(update_fields=list(changed))
    return unit


def _require_code(data: UnitData, region: Region, *, unit: Unit | None = None) -> None:
    if fault := code_fault(data.code, region, unit=unit):
        raise Invalid({"code": fault})


@operation(may=MANAGE, on="unit")
def rename_unit(*, unit: Unit, new: Renaming, actor: Actor, at: datetime) -> Unit:
    """更名. The old name goes into the history, the main 牌子 is replaced; what was made under the old name keeps it."""
    lock_tree()
    require_past(new.on, at)
    name, old = new.name.strip(), unit.name
    if name == old:
        raise Invalid({"name": "新名称与现名称相同。"})
    _require_name(name, parent=unit.parent)
    Succession.objects.create(old=unit, new=unit, change="rename", old_name=old, on=new.on, reason=new.reason)
    unit.name, unit.short_name = name, new.short_name or name[:40]
    unit.pinyin, unit.initials = unit_reading(name)
    unit.save(update_fields=["name", "short_name", "pinyin", "initials"])
    _replace_main_plaque(unit, new)
    note(old=old, new=name, on=new.on)
    publish(UnitRenamed(unit_id=unit.pk, old_name=old, new_name=name, on=new.on))
    return unit


@operation(may=MANAGE, on="unit")
def move_unit(*, unit: Unit, parent: Unit, actor: Actor, at: datetime) -> Unit:
    """Hang a unit with everything below it under another one (隶属). Both places must be the actor's to manage."""
    ports.permission().require(actor=actor, permission=MANAGE, target=parent, at=at)
    lock_tree()
    _require_name(unit.name, parent=parent, field="parent")
    note(old=unit.parent_id, new=parent.pk)
    move_unit_links(unit, parent)
    unit.parent = parent
    unit.save(update_fields=["parent"])
    renew_organs(unit)
    return unit


@operation(may=MANAGE, on="unit")
def set_superior(*, unit: Unit, relation: Relation, superior: Unit | None, actor: Actor, at: datetime) -> None:
    """Put a unit under a superior in a line beside 隶属 (垂直业务, 双重领导), or take it out of that line."""
    if relation == Relation.SUBORDINATE:
        raise Invalid({"relation": "隶属关系请用“调整隶属”。"})
    lock_tree()
    move_unit_links(unit, superior, relation)
    note(relation=relation, superior=superior.pk if superior else None)


@operation(may=MANAGE, on="unit")
def add_plaque(*, unit: Unit, data: PlaqueData, on: date, actor: Actor, at: datetime) -> Plaque:
    """Put up one more 牌子 from a day on. A new main one replaces the old main one."""
    if not data.name.strip() or not data.word.strip():
        raise Invalid({name: "请填写。" for name in ("name", "word") if not getattr(data, name).strip()})
    list(Unit.objects.select_for_update().filter(pk=unit.pk))
    if data.main:
        take_down(unit, on=on, main=True)
    made = put_up(unit, data, on=on)
    note(plaque=made.name, word=made.word)
    return made


@operation(may=MANAGE, on="unit")
def end_plaque(*, unit: Unit, plaque: Plaque, on: date, actor: Actor, at: datetime) -> None:
    """Take a 牌子 down. Nothing new is issued under it; what was issued stays."""
    if plaque.unit_id != unit.pk or plaque.valid_to is not None:
        raise Conflict("这块牌子已经停用。", code="organization.plaque-ended")
    take_down(unit, on=on, pk=plaque.pk)
    note(plaque=plaque.name)


@inside_operation
def put_up(unit: Unit, data: PlaqueData, *, on: date) -> Plaque:
    """A 牌子 that is valid from `on`. Invalid where another unit uses the name."""
    name = data.name.strip()
    if Plaque.objects.filter(name=name, valid_to=None).exists():
        raise Invalid({"name": f"名称“{name}”的牌子正在使用。"})
    return Plaque.objects.create(
        unit=unit, name=name, mark=data.mark or f"{name}文件", word=data.word, main=data.main, valid_from=on
    )


@inside_operation
def take_down(unit: Unit, *, on: date, **which: object) -> None:
    """End the unit's open 牌子 of this description."""
    Plaque.objects.filter(unit=unit, valid_to=None, **which).update(valid_to=on)


def require_past(on: date, at: datetime) -> None:
    """Changes take effect at once: a day to come is refused."""
    if on > timezone.localdate(at):
        raise Invalid({"on": "生效日期不能晚于今天；到时再办理。"})


def _require_sound(data: UnitData, *, parent: Unit | None) -> None:
    if faults := unit_faults(data):
        raise Invalid(faults)
    _require_name(data.name.strip(), parent=parent)


def _require_name(name: str, *, parent: Unit | None, field: str = "name") -> None:
    if not name:
        raise Invalid({field: "请填写单位全称。"})
    if Unit.objects.filter(parent=parent, name=name, valid_to=None).exists():
        raise Invalid({field: f"同一上级之下已经有“{name}”。"})


def _changeable(data: UnitData) -> dict[str, object]:
    values = {name: value for name, value in asdict(data).items() if name in CHANGEABLE}
    return values | {"emblem": str(data.emblem), "short_name": data.short_name.strip() or data.name.strip()[:40]}


def _replace_main_plaque(unit: Unit, new: Renaming) -> None:
    old = Plaque.objects.filter(unit=unit, main=True, valid_to=None).first()
    if old is not None:
        take_down(unit, on=new.on, pk=old.pk)
        put_up(unit, PlaqueData(name=unit.name, word=new.word or old.word, main=True), on=new.on)
