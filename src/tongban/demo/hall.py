"""The service hall of the county: organs with windows, items and seals, and a supervisor. Cases: cases.py."""

from dataclasses import dataclass, field
from datetime import datetime

from tongban.business.casework import api as casework
from tongban.business.catalog import api as catalog
from tongban.business.licenses import api as licenses
from tongban.business.supervision.api import ORDER_NUMBER
from tongban.demo.county import PATTERN, SYSTEM, County
from tongban.demo.items import GOVERNMENT, ORGANS, Organ, item
from tongban.demo.play import FIRST_SEAL_PASSWORD, SEAL_PASSWORD, actor_of
from tongban.engines.forms import api as forms
from tongban.engines.seals import api as seals
from tongban.foundation.access import api as access
from tongban.foundation.numbering import api as numbering
from tongban.foundation.organization import api as organization
from tongban.foundation.organization.api import Person, Unit
from tongban.kernel.actor import Actor, system_actor

WINDOW, WATCHER, WATCHING = "窗口首席代表", "监察员", "临江县行政审批服务局"
SUPERVISOR = "乔松年"
CASE_PATTERN = "{word}{year}{serial:6}"
ACCEPTANCE, OFFICIAL = "acceptance", "official"


@dataclass(slots=True)
class Hall:
    """One organ that takes cases in: its people by part, its items in the version that counts, its seals once opened."""

    unit: Unit
    people: dict[str, Person]
    versions: list[catalog.Version]
    actors: dict[str, Actor] = field(default_factory=dict)
    opened: dict[str, seals.Unlocked] = field(default_factory=dict)

    def actor(self, part: str, *, at: datetime) -> Actor:
        """Who plays the part. Nobody changes posts, so one look at the directory is enough."""
        if part not in self.actors:
            self.actors[part] = actor_of(self.people[part], at=at)
        return self.actors[part]

    def seal(self, sort: str, *, at: datetime) -> seals.Unlocked:
        """The seal of this sort, opened once for the whole play: each opening costs a tenth of a second, on purpose."""
        if sort not in self.opened:
            found = seals.Seal.objects.get(unit=self.unit, sort=sort, state="valid")
            actor = self.actor(keeper_of(sort), at=at)
            self.opened[sort] = seals.unlock(seal=found, password=SEAL_PASSWORD, actor=actor, at=at)
        return self.opened[sort]


def keeper_of(sort: str) -> str:
    return "clerk" if sort == ACCEPTANCE else "keeper"


def make(county: County, *, at: datetime) -> None:
    """Windows, items, seals and the supervisor as of `at`."""
    watcher = _hire(county, WATCHING, WATCHER, SUPERVISOR, (), at)
    numbering.create_series(
        unit=county.units[WATCHING], purpose=ORDER_NUMBER, word="临督", pattern=PATTERN, actor=SYSTEM, at=at
    )
    role = access.Role.objects.get(code="supervisor")
    access.grant(role=role, to=watcher, unit=county.units[GOVERNMENT], below=True, actor=SYSTEM, at=at)
    for organ in ORGANS:
        _open(county, organ, at=at)


def find(county: County) -> list[Hall]:
    """The halls that were made before, in the order of ORGANS."""
    return [_found(county, organ) for organ in ORGANS]


def supervisor(county: County) -> Person:
    return county.people[WATCHING, WATCHER][0]


def _found(county: County, organ: Organ) -> Hall:
    unit = county.units[organ.name]
    versions = catalog.published().filter(item__unit=unit).order_by("item_id")
    return Hall(unit, _people(county, organ), list(versions))


def _people(county: County, organ: Organ) -> dict[str, Person]:
    name = organ.name
    posts = {
        "clerk": (name, WINDOW), "leader": (name, "局长"), "keeper": (name, "公章管理员"),
        "head": (f"{name}/业务科", "业务科负责人"), "handler": (f"{name}/业务科", "业务科科员"),
    }  # fmt: skip
    return {part: county.people[post][0] for part, post in posts.items()}


def _open(county: County, organ: Organ, *, at: datetime) -> None:
    unit = county.units[organ.name]
    _hire(county, organ.name, WINDOW, organ.clerk, (organization.Duty.WINDOW,), at)
    people = _people(county, organ)
    roles = {role.code: role for role in access.Role.objects.all()}
    for code, part in (
        ("license_manager", "leader"),
        *(("case_reader", part) for part in ("clerk", "handler", "head", "leader")),
    ):  # fmt: skip
        access.grant(role=roles[code], to=people[part], unit=unit, actor=SYSTEM, at=at)
    for purpose, word, pattern in (
        (casework.NUMBER, organ.case_word, CASE_PATTERN), (casework.LETTER_NUMBER, organ.letter_word, PATTERN),
        (licenses.NUMBER, organ.license_word, CASE_PATTERN),
    ):  # fmt: skip
        numbering.create_series(unit=unit, purpose=purpose, word=word, pattern=pattern, actor=SYSTEM, at=at)
    for key in organ.items:
        _publish(unit, key, at=at)
    for sort in (ACCEPTANCE, OFFICIAL):
        _seal(unit, sort, people[keeper_of(sort)], at)


def _publish(unit: Unit, key: str, *, at: datetime) -> None:
    content, form = item(key)
    forms.publish(definition=form, message="第一版", actor=SYSTEM, at=at)
    drafted = catalog.draft(unit=unit, content=content, actor=system_actor("事项编制（演示）"), at=at)
    catalog.publish_version(version=drafted, actor=system_actor("事项审查（演示）"), at=at)


def _hire(
    county: County, unit: str, title: str, name: str, duties: tuple[organization.Duty, ...], at: datetime
) -> Person:
    data = organization.contracts.PostData(title=title, duties=duties)
    post = organization.operations.create_post(unit=county.units[unit], data=data, actor=SYSTEM, at=at)
    number = 39000000 + Person.objects.count()
    given = organization.contracts.PersonData(name=name, mobile=f"138{number:08d}")
    person = organization.operations.hire(unit=county.units[unit], post=post, data=given, actor=SYSTEM, at=at)
    county.people.setdefault((unit, title), []).append(person)
    return person


def _seal(unit: Unit, sort: str, keeper: Person, at: datetime) -> None:
    making = seals.Making(sort, keeper, FIRST_SEAL_PASSWORD, lower="样章")
    made = seals.make(unit=unit, making=making, actor=SYSTEM, at=at)
    actor = actor_of(keeper, at=at)
    seals.change_password(seal=made, old=FIRST_SEAL_PASSWORD, new=SEAL_PASSWORD, actor=actor, at=at)
