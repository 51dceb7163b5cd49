"""The service hall of the county: two bureaus with their windows, items and seals, a supervisor, and cases in all states.

Cases that were left lying get their cards from the sweep of the clocks, as they would in earnest.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tongban.business import catalog as catalog_app
from tongban.business.casework import api as casework
from tongban.business.catalog import api as catalog
from tongban.business.licenses import api as licenses
from tongban.business.supervision.api import ORDER_NUMBER
from tongban.demo.county import PATTERN, SYSTEM, County
from tongban.demo.play import FIRST_SEAL_PASSWORD, SEAL_PASSWORD, Clock, actor_of
from tongban.demo.units import GOVERNMENT
from tongban.engines.flow import api as flow
from tongban.engines.forms import api as forms
from tongban.engines.seals import api as seals
from tongban.foundation.access import api as access
from tongban.foundation.inbox import api as inbox
from tongban.foundation.numbering import api as numbering
from tongban.foundation.organization import api as organization
from tongban.foundation.organization.api import Person
from tongban.kernel.actor import Actor, system_actor

ITEMS = Path(catalog_app.__path__[0]) / "data"
WINDOW, WATCHER, WATCHING = "窗口首席代表", "监察员", "临江县行政审批服务局"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SHOPS = (
    "老街面馆",
    "柳河小炒",
    "江边鱼庄",
    "东门早点",
    "桃源茶社",
    "白沙烧饼",
    "古渡豆腐坊",
    "青石山货店",
    "云岭米粉",
    "双溪糕点",
)
OWNERS = ("陈立群", "罗秀英", "许长青", "唐月华", "冯大庆", "彭小满", "蒋文博", "邓春来", "袁桂香", "曾有福")
# How far each case comes, and how many days ago it was handed in: the last ones have been left lying.
STOPS = (
    ("rated", 60), ("rated", 52), ("delivered", 45), ("denied", 40), ("rejected", 36), ("granted", 9), ("reviewed", 8), ("inspected", 7),
    ("accepted", 5), ("accepted", 4), ("supplement", 4), ("submitted", 2), ("submitted", 1), ("accepted", 16), ("inspected", 22),
    ("reviewed", 34),
)  # fmt: skip


@dataclass(slots=True)
class Hall:
    """One bureau that takes cases in."""

    name: str
    item: str
    word: str
    people: dict[str, Person]
    version: Any = None
    opened: dict[str, Any] | None = None


def make(county: County, *, at: datetime, end: datetime, rng: random.Random) -> None:
    """Windows, items, seals and the supervisor as of `at`, then the cases up to `end`."""
    watcher = _hire(county, WATCHING, WATCHER, (), at)
    numbering.create_series(
        unit=county.units[WATCHING], purpose=ORDER_NUMBER, word="临督", pattern=PATTERN, actor=SYSTEM, at=at
    )
    role = access.Role.objects.get(code="supervisor")
    access.grant(role=role, to=watcher, unit=county.units[GOVERNMENT], below=True, actor=SYSTEM, at=at)
    for name, item, word in (
        ("临江县市场监督管理局", "food_business", "临市监"),
        ("临江县卫生健康局", "water_supply", "临卫"),
    ):
        hall = _open(county, Hall(name, item, word, {}), at=at)
        stops = STOPS if item == "food_business" else STOPS[6:11]
        for no, (stop, days) in enumerate(stops):
            start = _workday(end - timedelta(days=days))
            _play(hall, no, stop, Clock(start, end, random.Random(f"{rng.random()}")))


def _open(county: County, hall: Hall, *, at: datetime) -> Hall:
    unit = county.units[hall.name]
    hall.people = {
        "clerk": _hire(county, hall.name, WINDOW, (organization.Duty.WINDOW,), at), "leader": county.people[hall.name, "局长"][0],
        "keeper": county.people[hall.name, "公章管理员"][0], "head": county.people[f"{hall.name}/业务科", "业务科负责人"][0],
        "handler": county.people[f"{hall.name}/业务科", "业务科科员"][0],
    }  # fmt: skip
    roles = {role.code: role for role in access.Role.objects.all()}
    for code, part in (
        ("seal_approver", "clerk"),
        ("case_reader", "clerk"),
        ("case_reader", "leader"),
        ("license_manager", "leader"),
    ):
        access.grant(role=roles[code], to=hall.people[part], unit=unit, actor=SYSTEM, at=at)
    for purpose, word, pattern in (
        (casework.NUMBER, f"{hall.word}办", "{word}{year}{serial:6}"), (casework.LETTER_NUMBER, f"{hall.word}许", PATTERN),
        (licenses.NUMBER, "JY" if hall.item == "food_business" else "WS", "{word}{year}{serial:6}"),
    ):  # fmt: skip
        numbering.create_series(unit=unit, purpose=purpose, word=word, pattern=pattern, actor=SYSTEM, at=at)
    content, form = catalog.from_file(ITEMS / f"{hall.item}.json")
    forms.publish(definition=form, message="第一版", actor=SYSTEM, at=at)
    drafted = catalog.draft(unit=unit, content=content, actor=system_actor("事项编制（演示）"), at=at)
    hall.version = catalog.publish_version(version=drafted, actor=system_actor("事项审查（演示）"), at=at)
    hall.opened = {
        sort: _seal(hall, sort, part, at) for sort, part in (("acceptance", "clerk"), ("official", "keeper"))
    }
    return hall


def _hire(county: County, unit: str, title: str, duties: tuple[organization.Duty, ...], at: datetime) -> Person:
    data = organization.contracts.PostData(title=title, duties=duties)
    post = organization.operations.create_post(unit=county.units[unit], data=data, actor=SYSTEM, at=at)
    number = 39000000 + Person.objects.count()
    person = organization.contracts.PersonData(name=_NAMES[unit], mobile=f"138{number:08d}")
    return organization.operations.hire(unit=county.units[unit], post=post, data=person, actor=SYSTEM, at=at)


_NAMES = {WATCHING: "乔松年", "临江县市场监督管理局": "温如玉", "临江县卫生健康局": "季云舟"}


def _seal(hall: Hall, sort: str, part: str, at: datetime) -> seals.Unlocked:
    keeper = hall.people[part]
    making = seals.Making(sort, keeper, FIRST_SEAL_PASSWORD, lower="样章")
    made = seals.make(unit=hall.version.item.unit, making=making, actor=SYSTEM, at=at)
    actor = actor_of(keeper, at=at)
    seals.change_password(seal=made, old=FIRST_SEAL_PASSWORD, new=SEAL_PASSWORD, actor=actor, at=at)
    made.refresh_from_db()
    return seals.unlock(seal=made, password=SEAL_PASSWORD, actor=actor, at=at)


def _play(hall: Hall, no: int, stop: str, clock: Clock) -> None:
    """One case up to where it stops. Each act is somebody's whose it is, at a moment that lies in the past."""
    given = _application(hall, no)
    acts = {part: lambda part=part: actor_of(hall.people[part], at=clock.at) for part in hall.people}
    case = casework.submit(version=hall.version, application=given, actor=acts["clerk"](), at=clock.at)
    for act in _acts(hall, case, stop, given):
        if clock.step(3) is None:
            return
        act(acts, clock.at)


def _acts(hall: Hall, case: casework.Case, stop: str, given: casework.Application) -> Iterator[Any]:
    """What happens one after the other until the case stands where it stops."""
    if stop == "submitted":
        return
    if stop == "supplement":
        missing = {"m2": "图上没有标明操作流程", "m3": "缺少负责人签名"}
        yield lambda acts, at: casework.ask_supplement(case=case, missing=missing, actor=acts["clerk"](), at=at)
        return
    if stop == "rejected":
        basis, why = (
            "《中华人民共和国行政许可法》第三十二条第一款第一项",
            "申请事项依法不需要取得行政许可，应当办理备案",
        )
        yield lambda acts, at: casework.reject(case=case, reason=why, basis=basis, actor=acts["clerk"](), at=at)
        return
    yield lambda acts, at: casework.accept(case=case, handler=hall.people["handler"], actor=acts["clerk"](), at=at)
    if stop == "accepted":
        return
    yield lambda acts, at: _step(case, acts["handler"](), "场所、设备与申请一致，符合要求。", at)
    if stop == "inspected":
        return
    yield lambda acts, at: _step(
        case, acts["head"](), "材料齐全，符合法定条件，拟同意。" if stop != "denied" else "距离不够，拟不同意。", at
    )
    if stop == "reviewed":
        return
    if stop == "denied":
        basis = "《中华人民共和国食品安全法》第三十三条第一款第一项"
        why = "经营场所与垃圾转运站的距离不符合要求"
        yield lambda acts, at: casework.deny(case=case, reason=why, basis=basis, actor=acts["leader"](), at=at)
    else:
        yield lambda acts, at: casework.grant(case=case, actor=acts["leader"](), at=at)
    if stop == "granted":
        return
    yield lambda acts, at: _seal_all(hall, case, acts, at)
    receiver = given.applicant.agent
    yield lambda acts, at: casework.deliver(case=case, way="window", receiver=receiver, actor=acts["clerk"](), at=at)
    if stop == "rated":
        points = ["服务态度", "服务效率"]
        yield lambda acts, at: casework.rate(
            case=case, stars=5, points=points, comment="", actor=acts["clerk"](), at=at
        )


def _step(case: casework.Case, actor: Actor, opinion: str, at: datetime) -> None:
    work = flow.work_for(case.reference, inbox.keys_of(actor, at=at))
    assert work is not None
    flow.complete(work=work, actor=actor, at=at, opinion=opinion)


def _seal_all(hall: Hall, case: casework.Case, acts: dict[str, Any], at: datetime) -> None:
    """Worker and keepers: every letter, and the licence."""
    assert hall.opened is not None
    for letter in casework.Letter.objects.filter(case=case):
        laid = casework.lay_out(letter=letter, actor=SYSTEM, at=at)
        intake = letter.sort == casework.Sort.ACCEPTANCE
        unlocked = hall.opened["acceptance" if intake else "official"]
        casework.seal_letter(letter=laid, unlocked=unlocked, actor=acts["clerk" if intake else "keeper"](), at=at)
    if licence := licenses.live_of(case.reference):
        drawn = licenses.draw(license=licence, actor=SYSTEM, at=at)
        licenses.seal(license=drawn, unlocked=hall.opened["official"], actor=acts["keeper"](), at=at)


def _application(hall: Hall, no: int) -> casework.Application:
    """A whole application on paper; the one that will be supplemented lacks two materials."""
    food = hall.item == "food_business"
    name = f"临江县{SHOPS[no % len(SHOPS)]}{'' if no < len(SHOPS) else '二店'}" if food else f"临江县第{no + 1}供水站"
    code, owner = credit_code(f"92990921MA{no + (0 if food else 500):07d}"), OWNERS[no % len(OWNERS)]
    form: dict[str, Any] = {"place": f"临江县城关镇老街{no * 2 + 1}号"}
    if food:
        form |= {"business": "餐饮服务经营者", "scope": ["热食类", "自制饮品"], "area": 40 + 10 * no, "manager": owner}
    else:
        form |= {"source": "地下水", "daily": 800 + 100 * no}
    who = casework.Applicant(name=name, code=code, agent=owner, phone=f"1370000{no:04d}")
    materials = tuple(casework.Given(key=key, on_paper=True) for key in ("m1", "m2", "m3", "m4"))
    return casework.Application(applicant=who, data=form, materials=materials)


def credit_code(first: str) -> str:
    """Seventeen characters and the check character of GB 32100."""
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first))
    return first + ALPHABET[-total % 31]


def _workday(day: datetime) -> datetime:
    moment = day.replace(hour=9, minute=40, second=0, microsecond=0)
    while moment.weekday() >= 5:
        moment -= timedelta(days=1)
    return moment
