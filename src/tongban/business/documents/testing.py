"""A small county for tests: the government office with its people, two bureaus that countersign, six units that receive."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tongban.business.documents.models import Copy, Document, Incoming
from tongban.business.documents.operations.distribute import distribute
from tongban.business.documents.operations.draft import draft
from tongban.business.documents.operations.lay_out import lay_out
from tongban.business.documents.operations.number import assign_number
from tongban.business.documents.operations.receive import IncomingFields, register, sign_for
from tongban.business.documents.operations.seal import seal
from tongban.business.documents.rules.drafting import Content, DraftFields
from tongban.engines.flow import api as flow
from tongban.engines.seals import api as seals
from tongban.foundation.inbox import api as inbox
from tongban.foundation.numbering.api import Series
from tongban.foundation.organization.api import Person, Plaque, Unit
from tongban.foundation.organization.testing import actor_of, make_person, make_unit
from tongban.kernel.actor import Actor, system_actor
from tongban.kernel.testing import MONDAY, within

DATA = Path(__file__).parent / "data"
SEAL_PASSWORD = "yinzhang2026"  # noqa: S105 - of the specimen seal of tests


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


def to_signed(county: County, *, at: datetime = MONDAY, **draft_given) -> Document:
    """A document signed by the leader, without countersigning; it waits for 复核."""
    document = make_draft(county, at=at, **draft_given)
    step(county, document, "drafter", opinion="请审核。", at=at)
    step(county, document, "head", at=at)
    step(county, document, "vetter", at=at, choices={"signer": str(county.people["leader"].pk)})
    step(county, document, "leader", opinion="同意印发。", at=at)
    document.refresh_from_db()
    return document


def to_numbered(county: County, *, at: datetime = MONDAY, **draft_given) -> Document:
    """A numbered document that waits for the worker to lay it out."""
    document = to_signed(county, at=at, **draft_given)
    step(county, document, "registrar", opinion="格式无误。", at=at)
    assign_number(document=document, series=county.series, actor=county.actor("registrar", at=at), at=at)
    document.refresh_from_db()
    return document


def to_laid_out(county: County, *, at: datetime = MONDAY, **draft_given) -> Document:
    """A document on the seal keeper's desk, its pages made."""
    document = to_numbered(county, at=at, **draft_given)
    token = flow.waiting_service(document.reference, "lay_out")
    assert token is not None
    lay_out(document=document, token=token, actor=system_actor(), at=at)
    document.refresh_from_db()
    return document


def to_sealed(county: County, *, at: datetime = MONDAY, **draft_given) -> Document:
    """A sealed document that waits to be distributed."""
    document = to_laid_out(county, at=at, **draft_given)
    keeper = county.actor("keeper", at=at)
    unlocked = seals.unlock(seal=seal_of(county), password=SEAL_PASSWORD, actor=keeper, at=at)
    seal(document=document, unlocked=unlocked, actor=keeper, at=at)
    document.refresh_from_db()
    return document


def to_issued(county: County, *, at: datetime = MONDAY, **draft_given) -> Document:
    """A document at its six receivers."""
    document = to_sealed(county, at=at, **draft_given)
    distribute(document=document, actor=county.actor("registrar", at=at), at=at)
    document.refresh_from_db()
    return document


def seal_of(county: County) -> seals.Seal:
    """The office's seal, made at the first call; its password is SEAL_PASSWORD."""
    there = seals.Seal.objects.filter(unit=county.office).first()
    if there is not None:
        return there
    making = seals.Making("official", county.people["keeper"], "chushi2026", lower="样章")
    made = seals.make(unit=county.office, making=making, actor=system_actor(), at=MONDAY)
    seals.change_password(seal=made, old="chushi2026", new=SEAL_PASSWORD, actor=county.actor("keeper"), at=MONDAY)
    made.refresh_from_db()
    return made


def copy_at(county: County, document: Document, name: str) -> Copy:
    """The copy of the unit whose name begins so (城关镇, 临江县水利局)."""
    return Copy.objects.select_related("unit", "document").get(document=document, unit_name__startswith=name)


def registered(county: County, document: Document, *, town: str = "城关镇", at: datetime = MONDAY) -> Incoming:
    """The town's copy signed for and registered."""
    copy, actor = copy_at(county, document, town), county.actor(f"{town}收发员", at=at)
    sign_for(copy=copy, actor=actor, at=at)
    series = Series.objects.get(unit=copy.unit, purpose="documents.incoming")
    fields = IncomingFields(title=document.title, from_unit=document.issuer_name, from_number=document.number_text)
    return register(copy=copy, series=series, fields=fields, actor=actor, at=at)
