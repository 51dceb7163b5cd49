"""Makes the county: units, posts, people, numbers, seals, roles, through the operations of their apps."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from tongban.demo.names import names
from tongban.demo.units import ALL, GOVERNMENT, OFFICE, REGIONS, UnitPlan
from tongban.foundation.access import api as access
from tongban.foundation.numbering import api as numbering
from tongban.foundation.organization import api as organization
from tongban.foundation.organization.api import Holding, Person, Post, PostKind, Region, Unit
from tongban.kernel.actor import system_actor

SYSTEM = system_actor("演示数据")
PATTERN = "{word}〔{year}〕{serial}号"
D = organization.Duty


@dataclass(slots=True)
class County:
    """What the player of documents needs to find its people."""

    units: dict[str, Unit] = field(default_factory=dict)
    posts: dict[tuple[str, str], Post] = field(default_factory=dict)
    people: dict[tuple[str, str], list[Person]] = field(default_factory=dict)


# title, rank, duties; where the unit has no section the office does it all.
LEADERS = (("{head}", "head", ()), ("{deputy}", "deputy", ()))
OFFICE_POSTS = (
    ("核稿员", "staff", (D.VETTER,)),
    ("机要员", "staff", (D.REGISTRAR, D.RECEIVER)),
    ("公章管理员", "staff", (D.SEAL_KEEPER,)),
    ("公文管理员", "staff", (D.DOCUMENT_MANAGER,)),
)
SECTION_POSTS = (("{section}负责人", "head", ()), ("{section}科员", "staff", ()))


def make(*, at: datetime, rng: random.Random) -> County:
    """The whole county as of `at` (some months ago)."""
    county = County()
    _regions(at=at)
    for plan in ALL:
        _unit(county, plan, at=at)
    _people(county, at=at, rng=rng)
    _leaders(county, at=at)
    _secretaries(county, at=at)
    _numbers(county, at=at)
    _administrators(county, at=at)
    return county


def find() -> County:
    """The county that was made before, in three statements however big it is."""
    county = County()
    plans = {plan.name for plan in ALL}
    for unit in Unit.objects.select_related("parent").order_by("pk"):
        key = unit.name if unit.name in plans or unit.parent is None else f"{unit.parent.name}/{unit.name}"
        county.units.setdefault(key, unit)
    keys = {unit.pk: key for key, unit in county.units.items()}
    for post in Post.objects.order_by("pk"):
        county.posts.setdefault((keys[post.unit_id], post.title), post)
    held = Holding.objects.filter(until=None).select_related("person", "post").order_by("person_id")
    for holding in held:
        county.people.setdefault((keys[holding.post.unit_id], holding.post.title), []).append(holding.person)
    return county


def _regions(*, at: datetime) -> None:
    made: dict[str, Region] = {}
    for code, name, level, parent in REGIONS:
        made[code] = organization.operations.create_region(
            code=code, name=name, level=level, parent=made.get(parent or ""), actor=SYSTEM, at=at
        )


def _unit(county: County, plan: UnitPlan, *, at: datetime) -> None:
    data = organization.contracts.UnitData(
        name=plan.name, short_name=plan.short, category=plan.category, emblem=organization.contracts.Emblem(plan.emblem),
        order=len(county.units), word=plan.word,
    )  # fmt: skip
    region = Region.objects.get(name=plan.region)
    unit = organization.operations.create_unit(
        parent=county.units.get(plan.parent), region=region, data=data, actor=SYSTEM, at=at
    )
    county.units[plan.name] = unit
    for index, section in enumerate(plan.sections):
        data = organization.contracts.UnitData(
            name=section, short_name=section, form=organization.UnitKind.SECTION, order=index
        )
        county.units[f"{plan.name}/{section}"] = organization.operations.create_unit(
            parent=unit, region=region, data=data, actor=SYSTEM, at=at
        )


def _people(county: County, *, at: datetime, rng: random.Random) -> None:
    """All posts in one transaction, then everybody in another."""
    wanted = [one for plan in ALL for one in _wanted(plan)]
    posts = [
        {
            "unit": county.units[w.key],
            "data": organization.contracts.PostData(title=w.title, rank=w.rank, duties=w.duties),
        }
        for w in wanted
    ]
    made = organization.operations.create_post.bulk(posts, actor=SYSTEM, at=at)
    places = [(w.key, post) for w, post in zip(wanted, made, strict=True) for _ in range(w.people)]
    stream = names(rng)
    hires = [
        {
            "unit": county.units[key], "post": post,
            "data": organization.contracts.PersonData(name=next(stream), mobile=f"139{number:08d}"),
        }
        for number, (key, post) in enumerate(places)
    ]  # fmt: skip
    people = organization.operations.hire.bulk(hires, actor=SYSTEM, at=at)
    for (key, post), person in zip(places, people, strict=True):
        county.posts[key, post.title] = post
        county.people.setdefault((key, post.title), []).append(person)


class Wanted(NamedTuple):
    """A post and how many people hold it."""

    key: str
    title: str
    rank: PostKind
    duties: tuple[organization.Duty, ...]
    people: int


def _wanted(plan: UnitPlan) -> Iterator[Wanted]:
    """The posts of a unit and its sections."""
    for title, rank, duties in _plan_posts(plan):
        yield Wanted(plan.name, title, PostKind(rank), duties, 1)
    for section in plan.sections:
        for title, rank, duties in SECTION_POSTS:
            count = 1 if rank == "head" else (2 if plan.name == OFFICE else 1)
            yield Wanted(f"{plan.name}/{section}", title.format(section=section), PostKind(rank), duties, count)
    if plan.size > 4:
        yield Wanted(plan.name, "科员", PostKind.STAFF, (), plan.size)


def _plan_posts(plan: UnitPlan) -> list[tuple[str, str, tuple]]:
    head, deputy = _titles(plan)
    leaders = [(title.format(head=head, deputy=deputy), rank, duties) for title, rank, duties in LEADERS]
    if plan.name == GOVERNMENT:
        leaders += [("副县长（常务）", "deputy", ()), ("副县长（农业）", "deputy", ())]
    if plan.emblem != "star" and not plan.sections:
        return leaders
    return leaders + list(OFFICE_POSTS if plan.sections else OFFICE_POSTS[1:2])


def _titles(plan: UnitPlan) -> tuple[str, str]:
    if plan.name.endswith("村民委员会"):
        return "主任", "副主任"
    if plan.name == GOVERNMENT:
        return "县长", "副县长"
    if plan.name == "清江市人民政府":
        return "市长", "副市长"
    if plan.name.endswith("委员会"):
        return "书记", "副书记"
    if "乡人民" in plan.name:
        return "乡长", "副乡长"
    if "镇人民" in plan.name:
        return "镇长", "副镇长"
    return ("主任", "副主任") if "办公室" in plan.name else ("局长", "副局长")


def _leaders(county: County, *, at: datetime) -> None:
    """分管: deputies of the county look after the bureaus by turns."""
    deputies = [county.posts[GOVERNMENT, t] for t in ("副县长（常务）", "副县长", "副县长（农业）")]
    for index, unit in enumerate(u for u in county.units.values() if u.parent_id == county.units[GOVERNMENT].pk):
        for role, leader in (("A", deputies[index % 3]), ("B", deputies[(index + 1) % 3])):
            organization.operations.set_oversight(unit=unit, role=role, leader=leader, actor=SYSTEM, at=at)


def _secretaries(county: County, *, at: datetime) -> None:
    """代录: the secretary of the county's head records for him, in a town its 机要员 for its head."""
    pairs = [((GOVERNMENT, "县长"), (f"{OFFICE}/秘书科", "秘书科科员"))]
    towns = [plan for plan in ALL if plan.name.endswith(("镇人民政府", "乡人民政府"))]
    pairs += [((plan.name, _titles(plan)[0]), (plan.name, "机要员")) for plan in towns]
    for leader, secretary in pairs:
        organization.operations.set_secretary(
            leader=county.people[leader][0], secretary=county.people[secretary][0], actor=SYSTEM, at=at
        )


def _numbers(county: County, *, at: datetime) -> None:
    for plan in ALL:
        unit = county.units[plan.name]
        for purpose, word in (("documents.outgoing", plan.word), ("documents.incoming", f"{plan.word[:2]}收")):
            numbering.create_series(
                unit=unit, purpose=purpose, word=word, pattern=PATTERN, actor=SYSTEM, at=at
            )  # fmt: skip


def _administrators(county: County, *, at: datetime) -> None:
    """The four classes of F-ID-18 and the three administrators, who are three people."""

    clerks = county.people[OFFICE, "科员"]
    roles = {role.code: role for role in access.Role.objects.all()}
    for code, person in zip(("system_admin", "security_admin", "audit_admin", "super_admin"), clerks, strict=False):
        access.grant(role=roles[code], to=person, unit=None, actor=SYSTEM, at=at)
    access.grant(role=roles["seal_office"], to=county.posts[OFFICE, "公章管理员"], unit=None, actor=SYSTEM, at=at)
    for code in ("process_manager", "form_manager"):
        access.grant(role=roles[code], to=county.posts[OFFICE, "公文管理员"], unit=None, actor=SYSTEM, at=at)
    for plan in ALL:
        unit = county.units[plan.name]
        manager = county.posts.get((plan.name, "公文管理员"))
        for post, code in (
            (manager, "document_manager"),
            (county.posts.get((plan.name, "机要员")), "document_manager"),
        ):
            if post is not None:
                access.grant(role=roles[code], to=post, unit=unit, actor=SYSTEM, at=at)
        if manager is not None:
            access.grant(role=roles["unit_admin"], to=manager, unit=unit, below=True, actor=SYSTEM, at=at)
