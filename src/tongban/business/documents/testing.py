"""A small county for tests: the government office with its people, two bureaus that countersign, six units that receive."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tongban.business.documents.models import Document
from tongban.business.documents.operations.draft import draft
from tongban.business.documents.rules.drafting import Content, DraftFields
from tongban.engines.flow import api as flow
from tongban.foundation.inbox import api as inbox
from tongban.foundation.numbering.api import Series
from tongban.foundation.organization.api import Person, Plaque, Unit
from tongban.foundation.organization.testing import actor_of, make_person, make_unit
from tongban.kernel.actor import Actor
from tongban.kernel.testing import MONDAY, within

DATA = Path(__file__).parent / "data"


@dataclass(slots=True)
class County:
    """Who is who. `people` are found by the part they play."""

    office: Unit
    secretariat: Unit
    bureaus: list[Unit]
    receivers: list[Unit]
    series: Series
    people: dict[str, Person] = field(default_factory=dict)

    def actor(self, part: str, *, at: datetime = MONDAY) -> Actor:
        return actor_of(self.people[part], at=at)


def small_county() -> County:
    """The county of the tests, with its processes published."""
    publish_processes()
    government = make_unit("临江县人民政府", emblem="national")
    office = make_unit("临江县人民政府办公室", government)
    secretariat = make_unit("秘书科", office, form="section")
    Plaque.objects.create(
        unit=office,
        name=office.name,
        mark="临江县人民政府办公室文件",
        word="临政办发",
        main=True,
        valid_from=MONDAY.date(),
    )
    series = make_numbers(office, "documents.outgoing", "临政办发")
    county = County(office, secretariat, [], [], series)
    people = county.people
    people["leader"] = make_person("秦怀川", unit=government, title="副县长", rank="deputy")
    people["drafter"] = make_person("苏明远", unit=secretariat)
    people["head"] = make_person("段文博", unit=secretariat, title="科长", rank="head")
    people["vetter"] = make_person("林晓岚", unit=office, title="核稿员", duties=["vetter"])
    people["registrar"] = make_person("何静", unit=office, title="机要员", duties=["registrar", "receiver"])
    people["keeper"] = make_person("韩静之", unit=office, title="公章管理员", duties=["seal_keeper"])
    for name, clerk, head in (("县财政局", "冯清扬", "齐思远"), ("县发展和改革局", "孟海涛", "沈若谷")):
        bureau = make_unit(f"临江{name}", government)
        people[f"{name}收发员"] = make_person(clerk, unit=bureau, title="收发员", duties=["receiver"])
        people[f"{name}局长"] = make_person(head, unit=bureau, title="局长", rank="head")
        county.bureaus.append(bureau)
    for index, name in enumerate(("城关镇", "柳河镇", "白沙镇", "青石乡", "水利局", "民政局")):
        unit = make_unit(f"{name}人民政府" if name[-1] in "镇乡" else f"临江县{name}", government)
        people[f"{name}收发员"] = make_person(
            f"收发{index}", unit=unit, title="收发员", duties=["receiver", "registrar"]
        )
        people[f"{name}主要领导"] = make_person(f"领导{index}", unit=unit, title="主要领导", rank="head")
        section = make_unit("党政综合办", unit, form="section")
        people[f"{name}科长"] = make_person(f"科长{index}", unit=section, title="主任", rank="head")
        make_numbers(unit, "documents.incoming", f"{name[:1]}收")
        county.receivers.append(unit)
    return county


def make_numbers(unit: Unit, purpose: str, word: str) -> Series:
    return Series.objects.create(unit=unit, purpose=purpose, word=word, pattern="{word}〔{year}〕{serial}号")


def publish_processes() -> None:
    within(flow.ship, folder=DATA, at=MONDAY)


BODY = "为做好今冬供暖保障工作，现将有关事项通知如下：\n\n一、落实责任\n\n各单位要明确专人负责。\n"


def make_draft(
    county: County, *, title: str = "关于做好今冬供暖保障工作的通知", body: str = BODY, at: datetime = MONDAY
) -> Document:
    """A draft of the secretariat with all six receivers, on its drafter's desk."""
    receivers = {unit.pk: "cc" if index > 3 else "main" for index, unit in enumerate(county.receivers)}
    fields = DraftFields(title=title, main_recipients="各乡镇人民政府", cc="县水利局，县民政局")
    content = Content(fields=fields, body=body, receivers=receivers)
    return draft(section=county.secretariat, content=content, actor=county.actor("drafter", at=at), at=at)


def step(
    county: County, document: Document, part: str, *, opinion: str = "同意。", at: datetime = MONDAY, **given
) -> flow.Work:
    """Let somebody finish the step of the document that lies on his desk."""
    actor = county.actor(part, at=at)
    work = flow.work_for(document.reference, inbox.keys_of(actor, at=at))
    assert work is not None, f"{part} has no step of {document.title}; open are {flow.open_works(document.reference)}"
    return flow.complete(work=work, actor=actor, at=at, opinion=opinion, **given)
