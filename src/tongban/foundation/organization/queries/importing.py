"""What a file of units, people and roles would do: every row checked against the database and against the rows beside it.

Nothing is written. A handful of statements, however many rows.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tongban.foundation.identity.api import all_usernames
from tongban.foundation.organization.contracts import Duty, PersonData, PostKind, UnitData, UnitKind
from tongban.foundation.organization.models import Holding, Import, Person, Post, Region, Unit
from tongban.foundation.organization.queries.managed import managed_units
from tongban.foundation.organization.queries.segments import code_fault
from tongban.foundation.organization.queries.tree import units_below
from tongban.foundation.organization.rules import person_faults, unit_faults, username_fault, username_for
from tongban.foundation.organization.sheets import DUTY_COLUMNS, Row, Tables
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound
from tongban.lib.typed import Wrong
from tongban.lib.typed.checks import day

FORMS = {
    "机关": UnitKind.ORGAN,
    "内设机构": UnitKind.SECTION,
    "派出机构": UnitKind.BRANCH,
    "临时专班": UnitKind.TASK_FORCE,
}
RANKS = {"正职": PostKind.HEAD, "副职": PostKind.DEPUTY, "工作人员": PostKind.STAFF}
DUTIES = {words: duty for duty, words in DUTY_COLUMNS.items()}
YES = {"是", "√", "✓", "1", "y", "yes", "有"}
LISTED = {"级别": RANKS, "性别": ("男", "女"), "出生日期": None, "排列顺序": None, "领导排序": None, "职责": DUTIES}
COLUMN_OF = {
    "name": "姓名", "mobile": "手机", "email": "电子邮箱", "credit_code": "统一社会信用代码", "word": "机关代字", "username": "用户名",
}  # fmt: skip
Place = tuple[str, str]  # a unit as a sheet names it: organ, section or ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row, and what to do."""

    sheet: str
    row: int
    column: str
    words: str


@dataclass(frozen=True, slots=True)
class NewUnit:
    parent: str
    data: UnitData


@dataclass(frozen=True, slots=True)
class NewPerson:
    place: Place
    title: str
    rank: str
    duties: tuple[str, ...]
    username: str
    data: PersonData


@dataclass(slots=True)
class Plan:
    """What there is to do when no row is wrong."""

    units: list[NewUnit] = field(default_factory=list)
    people: list[NewPerson] = field(default_factory=list)
    duties: dict[int, tuple[str, ...]] = field(default_factory=dict)  # by post
    faults: list[Fault] = field(default_factory=list)
    known: dict[Place, Unit] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # of organs: what a sheet may write → the full name
    region: Region | None = None  # of the unit under which all of it comes

    def full(self, name: str) -> str:
        return self.names.get(name, name)


def plan_of(tables: Tables, *, under: Unit, actor: Actor, at: datetime) -> Plan:
    """Check every row. Units that the sheet itself brings may be named by people and by other units below them in the sheet."""
    known = _places(under, actor, at)
    plan = Plan(
        known=known,
        names={u.short_name: name for (name, section), u in known.items() if not section},
        region=under.region,
    )
    places = set(plan.known)
    for row in tables.rows.get("单位", []):
        _unit(row, plan, places)
    taken, same = all_usernames(), _known_people()
    for row in tables.rows.get("人员", []):
        _person(row, plan, places, taken, same)
    _roles(tables.rows.get("角色", []), plan, at)
    return plan


def _places(under: Unit, actor: Actor, at: datetime) -> dict[Place, Unit]:
    """The units under this one that the actor manages, by the full names of the organ and of the section."""
    rows = Unit.objects.filter(pk__in=units_below([under.pk]), valid_to=None).filter(pk__in=managed_units(actor, at))
    organs = ((unit.organ or unit, unit) for unit in rows.select_related("organ", "region", "parent"))
    return {(organ.name, "" if organ.pk == unit.pk else unit.name): unit for organ, unit in organs}


def _known_people() -> set[tuple[str, str]]:
    rows = Person.objects.filter(left_at=None).exclude(mobile="")
    return set(rows.values_list("name", "mobile"))


def _unit(row: Row, plan: Plan, places: set[Place]) -> None:
    data = UnitData(
        name=row["单位全称"], short_name=row["简称"] or row["单位全称"][:40], form=FORMS.get(row["类型"] or "机关", UnitKind.ORGAN),
        category=row["部门大类"], code=row["单位编码"], credit_code=row["统一社会信用代码"], word=row["机关代字"],
        order=_number(row["排列顺序"]) or 0, pays_wages=row["实际工资单位"] in YES | {""},
    )  # fmt: skip
    section = data.form == UnitKind.SECTION
    parent = plan.full(row["上级单位"])
    place = (parent, data.name) if section else (data.name, "")
    faults = [
        Fault("单位", row.number, COLUMN_OF.get(name, "单位全称"), words) for name, words in unit_faults(data).items()
    ]
    if fault := code_fault(data.code, plan.region):
        faults.append(Fault("单位", row.number, "单位编码", fault))
    faults += _unknown(row, "单位", {"类型": FORMS, "排列顺序": None})
    faults += _too_long(row, "单位", {"单位全称": 120, "简称": 40, "部门大类": 20, "单位编码": 30, "机关代字": 20})
    if (parent, "") not in places:
        faults.append(
            Fault(
                "单位",
                row.number,
                "上级单位",
                f"没有“{row['上级单位']}”，或不归您管。写全称；新单位要写在它的下级前面。",
            )
        )
    if place in places:
        faults.append(Fault("单位", row.number, "单位全称", f"“{data.name}”已经有了，请删去这一行。"))
    plan.faults += faults
    places.add(place)
    if not section:
        plan.names[data.short_name] = data.name
    plan.units.append(NewUnit(parent, data))


def _person(row: Row, plan: Plan, places: set[Place], taken: set[str], same: set[tuple[str, str]]) -> None:
    place = (plan.full(row["单位"]), row["科室"])
    data = PersonData(
        name=row["姓名"], gender=row["性别"], born_on=_day(row["出生日期"]), grade=row["职级"], mobile=row["手机"],
        office_phone=row["办公电话"], email=row["电子邮箱"], order=_number(row["排列顺序"]) or 0,
        leader_order=_number(row["领导排序"]) or 0,
    )  # fmt: skip
    faults = [Fault("人员", row.number, COLUMN_OF[name], words) for name, words in person_faults(data).items()]
    faults += _unknown(
        row,
        "人员",
        LISTED,
    )
    faults += _too_long(row, "人员", {"姓名": 60, "岗位": 60, "职级": 30, "办公电话": 30, "电子邮箱": 120})
    if place not in places:
        where = "科室" if (place[0], "") in places else "单位"
        faults.append(
            Fault("人员", row.number, where, f"没有“{row[where]}”，或不归您管。请核对名称，或先在“单位”表里新增。")
        )
    if not row["岗位"]:
        faults.append(Fault("人员", row.number, "岗位", "请填写岗位名称，没有的会新增。"))
    if data.mobile and (data.name, data.mobile) in same:
        faults.append(
            Fault("人员", row.number, "姓名", f"已有同名同手机的“{data.name}”，一个人只开一个账号。请删去这一行。")
        )
    username = row["用户名"] or (username_for(data.name, taken) if data.name else "")
    if row["用户名"] and (
        words := username_fault(username) or ("" if username not in taken else f"用户名 {username} 已有人使用。")
    ):
        faults.append(Fault("人员", row.number, "用户名", words))
    taken.add(username)
    same.add((data.name, data.mobile))
    plan.faults += faults
    duties = tuple(DUTIES[word] for word in _words(row["职责"]) if word in DUTIES)
    plan.people.append(NewPerson(place, row["岗位"], RANKS.get(row["级别"], PostKind.STAFF), duties, username, data))


def _roles(rows: list[Row], plan: Plan, at: datetime) -> None:
    """公文流转角色: the duties of the post that the person holds; everybody in that post has them."""
    units = {unit.pk for unit in plan.known.values()}
    held = Holding.objects.filter(person__account__username__in=[row["用户名"].lower() for row in rows], until=None)
    posts = {(h.person.account.username, h.post.title): h.post for h in held.select_related("person__account", "post")}  # type: ignore[union-attr]
    for row in rows:
        post = posts.get((row["用户名"].lower(), row["岗位"]))
        wanted = tuple(duty for words, duty in DUTIES.items() if row[words].lower() in YES)
        if post is None or post.unit_id not in units:
            words = f"{row['用户名']} 没有“{row['岗位']}”岗位，或不归您管。请核对用户名和岗位。"
            plan.faults.append(Fault("角色", row.number, "用户名", words))
        elif plan.duties.setdefault(post.pk, wanted) != wanted:
            words = f"同一岗位“{post.title}”的几行勾得不一样；职责跟着岗位走，请改成一样，或先分设岗位。"
            plan.faults.append(Fault("角色", row.number, "岗位", words))


def _unknown(row: Row, sheet: str, columns: dict[str, Any]) -> Iterator[Fault]:
    """Columns whose words come from a list, or that hold numbers and days (None)."""
    for column, among in columns.items():
        typed = row[column]
        if not typed:
            continue
        if column == "出生日期":
            if _day(typed) is None:
                yield Fault(sheet, row.number, column, f"“{typed}”不是日期，例如：1985-03-12。")
        elif among is None:
            if _number(typed) is None:
                yield Fault(sheet, row.number, column, f"“{typed}”要写数字，例如：10。")
        elif wrong := [word for word in (_words(typed) if column == "职责" else [typed]) if word not in among]:
            yield Fault(sheet, row.number, column, f"没有“{'、'.join(wrong)}”，只能写：{'、'.join(among)}。")


def _too_long(row: Row, sheet: str, longest: dict[str, int]) -> Iterator[Fault]:
    for column, most in longest.items():
        if len(row[column]) > most:
            yield Fault(sheet, row.number, column, f"最多 {most} 个字，现在是 {len(row[column])} 个。")


def _words(text: str) -> list[str]:
    return [word for word in text.replace("，", "、").replace(",", "、").split("、") if word]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def _day(text: str) -> Any:
    try:
        return datetime.fromisoformat(day(text)).date() if text else None
    except Wrong:
        return None


def imports_for(actor: Actor, at: datetime) -> QuerySet[Import]:
    """The imports into units that the actor manages, without their content."""
    return Import.objects.defer("content").filter(unit__in=managed_units(actor, at)).select_related("unit__organ")


def import_for(actor: Actor, pk: int, at: datetime) -> Import:
    found = imports_for(actor, at).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def sheets_of(under: Unit, actor: Actor, at: datetime) -> dict[str, Iterator[list[Any]]]:
    """Everything under a unit as tables: to print, to keep, to change and load again (the roles)."""
    units = {unit.pk: unit for unit in _places(under, actor, at).values()}
    return {
        "单位": _unit_lines(units.values()),
        "人员": _people_lines(list(units), at),
        "角色": _role_lines(list(units), at),
    }


def _unit_lines(units: Collection[Unit]) -> Iterator[list[Any]]:
    forms = {form: words for words, form in FORMS.items()}
    for u in sorted(units, key=lambda unit: (unit.order, unit.pk)):
        parent = u.parent.name if u.parent else ""
        yield [
            u.name, parent, u.short_name, forms.get(UnitKind(u.form), ""), u.category, u.code, u.credit_code, "", u.order,
            "是" if u.pays_wages else "否",
        ]  # fmt: skip


def _people_lines(units: list[int], at: datetime) -> Iterator[list[Any]]:
    ranks = {rank: words for words, rank in RANKS.items()}
    for h in _held(units, at):
        p, post, organ = h.person, h.post, h.post.unit.organ or h.post.unit
        section = "" if organ.pk == post.unit_id else post.unit.name
        yield [
            p.name, organ.name, section, post.title, ranks[PostKind(post.rank)], _duty_words(post), p.gender,
            p.born_on, p.grade, p.mobile, p.office_phone, p.email, p.order, p.leader_order,
            p.account.username if p.account else "",
        ]  # fmt: skip


def _role_lines(units: list[int], at: datetime) -> Iterator[list[Any]]:
    for h in _held(units, at):
        post, organ = h.post, h.post.unit.organ or h.post.unit
        section = "" if organ.pk == post.unit_id else post.unit.name
        ticks = ["√" if duty in post.duties else "" for duty in DUTY_COLUMNS]
        yield [
            organ.name,
            section,
            h.person.name,
            h.person.account.username if h.person.account else "",
            post.title,
            *ticks,
        ]


def _held(units: list[int], at: datetime) -> QuerySet[Holding]:
    rows = Holding.objects.filter(post__unit__in=units, until=None, person__left_at=None, since__lte=at)
    rows = rows.select_related("person__account", "post__unit__organ")
    return rows.order_by(
        "post__unit__order", "post__unit_id", "person__leader_order", "person__order", "person_id", "-main"
    )


def _duty_words(post: Post) -> str:
    return "、".join(DUTY_COLUMNS[Duty(duty)] for duty in post.duties)


def summary(plan: Plan) -> dict[str, Any]:
    """The report: how much there is to do, and what is wrong (the first thousand rows of it)."""
    faults = sorted(plan.faults, key=lambda f: (("单位", "人员", "角色").index(f.sheet), f.row))
    return {
        "units": len(plan.units), "people": len(plan.people), "duties": len(plan.duties), "wrong": len(faults),
        "by_sheet": dict(Counter(f.sheet for f in faults)),
        "faults": [[f.sheet, f.row, f.column, f.words] for f in faults[:1000]],
    }  # fmt: skip
