"""A bureau that decides on food licences, for tests of any app."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tongban.business.casework.contracts import LETTER_NUMBER, NUMBER, Applicant, Application, Channel, Given, Sort
from tongban.business.casework.models import Case
from tongban.business.casework.operations.decide import deliver, deny, grant
from tongban.business.casework.operations.letters import lay_out, seal_letter
from tongban.business.casework.operations.screen import accept
from tongban.business.casework.operations.submit import submit
from tongban.business.catalog.testing import published_item
from tongban.business.licenses import api as licenses
from tongban.business.licenses.testing import make_series
from tongban.engines.flow import api as flow
from tongban.engines.seals.testing import make_seal, opened
from tongban.foundation.access.testing import allow
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Person, Unit
from tongban.foundation.organization.testing import actor_of, make_person, make_unit
from tongban.kernel.actor import Actor, system_actor
from tongban.kernel.testing import MONDAY, within

DATA = Path(__file__).parent / "data"
FORM = {
    "food_business": {
        "place": "临江县城关镇老街12号",
        "business": "餐饮服务经营者", "scope": ["热食类"], "area": 60, "manager": "陈立群", "delivery": False,
    },
    "water_supply": {
        "place": "城关镇水厂路1号", "source": "地表水", "daily": 20000,
    },
}  # fmt: skip
APPLICANT = Applicant(name="临江县老街面馆", code="91350100M000100Y43", agent="陈立群", phone="13900001111")


@dataclass(slots=True)
class Bureau:
    """Who is who, and the item that is applied for."""

    unit: Unit
    version: Any
    people: dict[str, Person] = field(default_factory=dict)
    seals: dict[str, Any] = field(default_factory=dict)

    def actor(self, part: str, *, at: datetime = MONDAY) -> Actor:
        return actor_of(self.people[part], at=at)

    def opened(self, sort: str, *, at: datetime = MONDAY) -> Any:
        """The seal of this sort, made at the first call and opened by its keeper."""
        keeper = self.people["clerk" if sort == "acceptance" else "keeper"]
        if sort not in self.seals:
            self.seals[sort] = make_seal(self.unit, keeper, at=MONDAY, sort=sort)
        return opened(self.seals[sort], at=at)


def make_bureau(item: str = "food_business", name: str = "临江县市场监督管理局") -> Bureau:
    """A bureau with its window, a handler, a section head, a leader and the keeper of its seal; the item published."""
    within(flow.ship, folder=DATA, at=MONDAY)
    unit = make_unit(name, credit_code="11990921MB0000001X")
    section = make_unit("许可科", unit, form="section")
    bureau = Bureau(unit, published_item(unit, item))
    people = bureau.people
    people["leader"] = make_person("齐思远", unit=unit, title="局长", rank="head")
    people["head"] = make_person("沈若谷", unit=section, title="许可科科长", rank="head")
    people["handler"] = make_person("孟海涛", unit=section, title="许可科科员")
    people["clerk"] = make_person("林晓岚", unit=unit, title="窗口首席代表", duties=["window"])
    people["keeper"] = make_person("韩静之", unit=unit, title="公章管理员", duties=["seal_keeper"])
    allow(people["clerk"], "casework.see_unit", over=unit)
    make_series(unit)
    make_series(unit, NUMBER, "临市监办", "{word}{year}{serial:6}")
    make_series(unit, LETTER_NUMBER, "临市监许", "{word}〔{year}〕{serial}号")
    return bureau


def application(
    item: str = "food_business", *, channel: Channel = Channel.WINDOW, but: tuple[str, ...] = (), **changes: Any
) -> Application:
    """A whole application on paper, without the materials of the keys `but`."""
    keys = [key for key in ("m1", "m2", "m3", "m4")[: 4 if item == "food_business" else 3] if key not in but]
    return Application(
        applicant=changes.pop("applicant", APPLICANT), data=FORM[item] | changes, channel=channel,
        materials=tuple(Given(key=key, on_paper=True) for key in keys),
    )  # fmt: skip


def submitted(bureau: Bureau, *, at: datetime = MONDAY, **more: Any) -> Case:
    """A case that waits at the window."""
    item = bureau.version.content.form
    return submit(
        version=bureau.version, application=application(item, **more), actor=bureau.actor("clerk", at=at), at=at
    )


def accepted(bureau: Bureau, *, at: datetime = MONDAY, **more: Any) -> Case:
    case = submitted(bureau, at=at, **more)
    return accept(case=case, handler=bureau.people["handler"], actor=bureau.actor("clerk", at=at), at=at)


def step(bureau: Bureau, case: Case, part: str, *, opinion: str = "符合条件。", at: datetime = MONDAY) -> flow.Work:
    """Let somebody finish the step of the case that lies on his desk."""
    actor = bureau.actor(part, at=at)
    work = flow.work_for(case.reference, inbox.keys_of(actor, at=at))
    assert work is not None, f"{part} has no step; open are {flow.open_works(case.reference)}"
    return flow.complete(work=work, actor=actor, at=at, opinion=opinion)


def reviewed(bureau: Bureau, *, at: datetime = MONDAY, **more: Any) -> Case:
    """A case on the leader's desk."""
    case = accepted(bureau, at=at, **more)
    if bureau.version.content.inspection:
        step(bureau, case, "handler", opinion="场所和设备符合要求。", at=at)
    step(bureau, case, "head", at=at)
    return case


def decided(bureau: Bureau, *, granted: bool = True, at: datetime = MONDAY, **more: Any) -> Case:
    case, leader = reviewed(bureau, at=at, **more), bureau.actor("leader", at=at)
    if granted:
        return grant(case=case, actor=leader, at=at)
    return deny(case=case, reason="场所与污染源的距离不够", basis="《食品安全法》第三十三条", actor=leader, at=at)


def sealed(bureau: Bureau, case: Case, sort: Sort, *, at: datetime = MONDAY) -> None:
    """Lay the letter out and seal it, as worker and keeper would."""
    letter = lay_out(letter=case.letters.get(sort=sort.value), actor=system_actor(), at=at)
    intake = sort in (Sort.SUPPLEMENT, Sort.ACCEPTANCE, Sort.REJECTION, Sort.SPECIAL)
    unlocked = bureau.opened("acceptance" if intake else "official", at=at)
    seal_letter(letter=letter, unlocked=unlocked, actor=bureau.actor("clerk" if intake else "keeper", at=at), at=at)


def delivered(bureau: Bureau, *, granted: bool = True, at: datetime = MONDAY, **more: Any) -> Case:
    """A case from the window to the applicant's hands."""
    case = decided(bureau, granted=granted, at=at, **more)
    sealed(bureau, case, Sort.GRANT if granted else Sort.DENIAL, at=at)
    if licence := licenses.live_of(case.reference):
        drawn = licenses.draw(license=licence, actor=system_actor(), at=at)
        licenses.seal(
            license=drawn, unlocked=bureau.opened("official", at=at), actor=bureau.actor("keeper", at=at), at=at
        )
    return deliver(case=case, way="window", receiver="陈立群", actor=bureau.actor("clerk", at=at), at=at)
