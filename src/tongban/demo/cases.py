"""Plays cases: each from the receipt to where its plan ends, by those whose acts they are, in working time, with its letters
laid out and sealed. One case is one transaction: killed, it is there wholly or not at all.

A case that was left lying gets its cards when the marks of its clocks pass, as the sweep would have given them.
"""

import io
import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cached_property

from django.db import transaction

from tongban.business.casework import api as casework
from tongban.business.licenses import api as licenses
from tongban.business.supervision import api as supervision
from tongban.demo import hall
from tongban.demo.case_plans import NEAR, CasePlan
from tongban.demo.county import SYSTEM, County
from tongban.demo.hall import ACCEPTANCE, OFFICIAL, Hall, keeper_of
from tongban.demo.plan import Batch
from tongban.demo.play import actor_of
from tongban.engines.flow import api as flow
from tongban.engines.seals import api as seals
from tongban.foundation.clocks import api as clocks
from tongban.foundation.files import api as files
from tongban.foundation.inbox import api as inbox
from tongban.foundation.workdays.api import Calendar
from tongban.kernel.actor import Actor
from tongban.lib.gongwen import model as gongwen
from tongban.lib.gongwen.layout.typeset import typeset

PLACES = ("城关镇老街", "城关镇滨江路", "柳河镇正街", "白沙镇码头路", "桃源镇新街", "古渡镇渡口", "青石乡场上")
FIRST_NAMES = (
    "老街",
    "柳河",
    "江边",
    "东门",
    "桃源",
    "白沙",
    "古渡",
    "青石",
    "云岭",
    "双溪",
    "北门",
    "南桥",
    "水井坊",
    "竹园",
    "石板滩",
)
TRADES = {
    "food_business": ("面馆", "小炒店", "鱼庄", "早点铺", "茶社"), "food_workshop": ("豆腐坊", "榨油坊", "糕点坊"),
    "water_supply": ("供水站", "自来水厂"), "public_place": ("客栈", "理发店", "游泳馆"), "gas_station": ("燃气站", "供气点"),
    "road_occupation": ("建筑队", "装饰公司"), "water_taking": ("养殖场", "茶叶合作社"),
    "entertainment": ("歌厅", "游艺厅"),
}  # fmt: skip
SURNAMES, GIVEN = (
    "陈罗许唐冯彭蒋邓袁曾",
    ("立群", "秀英", "长青", "月华", "大庆", "小满", "文博", "春来", "桂香", "有福"),
)
WORDS = {
    "food_business": {"business": "餐饮服务经营者", "scope": ["热食类", "自制饮品"], "area": 60, "manager": "陈立群"},
    "food_workshop": {"product": "豆制品", "workers": 4}, "water_supply": {"source": "地下水", "daily": 900},
    "public_place": {"kind": "旅馆", "area": 420}, "gas_station": {"source": "瓶装液化石油气", "storage": 80},
    "road_occupation": {"reason": "管网检修", "length": 36}, "water_taking": {"source": "地表水", "yearly": 120_000},
    "entertainment": {"kind": "歌舞娱乐", "area": 380},
}  # fmt: skip
STARS = (5, 5, 5, 5, 4, 4, 3, 2)
COMMENTS = {2: "等的时间太长，跑了两趟。", 3: "还可以，网上填表有点难。"}
REASON, LAW = "经营场所与污染源的距离不符合规定", "《中华人民共和国行政许可法》第三十八条第二款"
NOT_NEEDED = "申请事项依法不需要取得行政许可"
NOT_NEEDED_LAW = "《中华人民共和国行政许可法》第三十二条第一款第一项"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEB_SHARE = 0.15
SECOND = timedelta(seconds=1)
INTAKE = (casework.Sort.SUPPLEMENT, casework.Sort.ACCEPTANCE, casework.Sort.REJECTION, casework.Sort.SPECIAL)
Act = Callable[[datetime], object]


class CasePlayer:
    """Holds what repeats: the halls with their people and seals, the calendar, the file that applicants upload."""

    def __init__(self, county: County, halls: list[Hall], days: Calendar, *, end: datetime) -> None:
        self.county, self.halls, self.days, self.end = county, halls, days, end
        self.day = days.day_seconds(days.next_workday(end.date()))

    def play(self, plan: CasePlan, batch: Batch) -> None:
        """Play the case to where its plan ends. The key of its receipt tells that it was made."""
        with transaction.atomic():
            CasePlay(self, plan, batch.rng(f"case {plan.index}"), batch.name).play(batch.key(plan.index, "submitted"))

    def supervisor(self, at: datetime) -> Actor:
        return actor_of(hall.supervisor(self.county), at=at)

    @cached_property
    def upload(self) -> files.Received:
        """What applicants hand in online: one page that says that it is a sample."""
        page = gongwen.Document(
            kind="通知", issuers=("演示数据",), mark="演示数据", title="申请材料（样例）", number="", date=self.end.date(),
            body=(gongwen.Paragraph(text="这是演示数据中的申请材料，内容从略。"),),
        )  # fmt: skip
        pdf = typeset(page, fonts=seals.fonts(), at=self.end).pdf
        return files.receive(source=io.BytesIO(pdf), name="申请材料（样例）.pdf", purpose="casework.material")


class CasePlay:
    """One case under way. `spot` is the moment it has come to, counted in working time."""

    def __init__(self, player: CasePlayer, plan: CasePlan, rng: random.Random, name: str) -> None:
        self.player, self.plan, self.rng, self.name = player, plan, rng, name
        self.hall = player.halls[plan.organ]
        self.version = self.hall.versions[plan.item]
        self.spot = player.days.position(plan.began)
        self.case: casework.Case
        self.watched = plan.fate.of_legal or plan.used > NEAR * self.version.content.promised_days or plan.fate.special

    def play(self, key: str) -> None:
        at = self.plan.began
        self.case = casework.submit(
            version=self.version,
            application=self._application(),
            actor=self._actor("clerk", at),
            at=at,
            request_key=key,
        )
        for wait, act in self._acts():
            self.spot += round(wait * self.player.day)
            at = self.player.days.instant(self.spot)
            if at >= self.player.end:
                break
            if self.watched:
                self._cards(until=at)
            act(at)
        if self.watched:
            self._cards(until=self.player.end)
            self._orders()

    def _acts(self) -> Iterator[tuple[float, Act]]:
        """What happens one after the other, each with the working days that go by before it."""
        fate, stop, used = self.plan.fate, self.plan.fate.stop, self.plan.used
        if not stop:
            return
        if stop == "supplement" or fate.supplemented:
            yield self._days(0.1, 0.6), self._ask
            if stop == "supplement":
                return
            yield self._days(2, 6), self._supplement
        if stop == "rejected":
            yield self._days(0.2, 2), self._reject
            return
        yield self._days(0.1, 0.19), self._accept
        if stop == "accepted" and not fate.special:
            return
        if stop == "withdrawn":
            yield used, self._withdraw
            return
        yield from self._handled(used)

    def _handled(self, used: float) -> Iterator[tuple[float, Act]]:
        fate, stop = self.plan.fate, self.plan.fate.stop
        pace = min(used, self.version.content.promised_days * 0.5)
        if fate.special:
            yield pace * 0.1, self._begin_special
            if stop == "accepted":
                return
            yield self._days(3, 8), self._end_special
        if self.version.content.inspection:
            yield pace * 0.3, self._inspect
        if stop == "inspected":
            return
        yield pace * 0.3, self._review
        if stop == "reviewed":
            return
        yield used - pace * (0.7 if fate.special else 0.6), self._deny if stop == "denied" else self._grant
        if stop == "granted":
            return
        yield self._days(0.3, 1.5), self._deliver
        if stop == "rated":
            yield self._days(0.1, 2), self._rate

    def _days(self, least: float, most: float) -> float:
        return self.rng.uniform(least, most)

    def _actor(self, part: str, at: datetime) -> Actor:
        return self.hall.actor(part, at=at)

    # Acts

    def _ask(self, at: datetime) -> None:
        missing = {"m2": "图上没有标明操作流程", "m3": "缺少负责人签名"}
        casework.ask_supplement(case=self.case, missing=missing, actor=self._actor("clerk", at), at=at)
        self._seal_letters(at)

    def _supplement(self, at: datetime) -> None:
        given = self._application(("m2", "m3"))
        casework.resubmit(case=self.case, application=given, actor=self._actor("clerk", at), at=at)

    def _reject(self, at: datetime) -> None:
        actor = self._actor("clerk", at)
        casework.reject(case=self.case, reason=NOT_NEEDED, basis=NOT_NEEDED_LAW, actor=actor, at=at)
        self._seal_letters(at)

    def _accept(self, at: datetime) -> None:
        handler, actor = self.hall.people["handler"], self._actor("clerk", at)
        self.case = casework.accept(case=self.case, handler=handler, actor=actor, at=at)
        self._seal_letters(at)

    def _withdraw(self, at: datetime) -> None:
        casework.withdraw(case=self.case, reason="申请人另选经营场所", actor=self._actor("clerk", at), at=at)

    def _begin_special(self, at: datetime) -> None:
        ground = clocks.Ground(self.version.content.pauses[0])
        casework.begin_special(
            case=self.case,
            ground=ground,
            body="清江市技术服务中心（样例）",
            days=10,
            actor=self._actor("handler", at),
            at=at,
        )
        self._seal_letters(at)

    def _end_special(self, at: datetime) -> None:
        casework.end_special(case=self.case, result="合格，报告已收", actor=self._actor("handler", at), at=at)

    def _inspect(self, at: datetime) -> None:
        self._step("handler", "场所、设备与申请一致，符合要求。", at)

    def _review(self, at: datetime) -> None:
        self._step("head", "距离不够，拟不同意。" if self.plan.fate.stop == "denied" else "材料齐全，拟同意。", at)

    def _grant(self, at: datetime) -> None:
        casework.grant(case=self.case, actor=self._actor("leader", at), at=at)

    def _deny(self, at: datetime) -> None:
        casework.deny(case=self.case, reason=REASON, basis=LAW, actor=self._actor("leader", at), at=at)

    def _deliver(self, at: datetime) -> None:
        self._seal_letters(at)
        self._seal_licence(at)
        way, receiver = self.rng.choice(("window", "window", "mail")), self.case.agent
        casework.deliver(case=self.case, way=way, receiver=receiver, actor=self._actor("clerk", at), at=at)

    def _rate(self, at: datetime) -> None:
        stars = self.rng.choice(STARS)
        points, comment = ["办事效率", "服务态度"], COMMENTS.get(stars, "")
        casework.rate(
            case=self.case, stars=stars, points=points, comment=comment, actor=self._actor("clerk", at), at=at
        )

    def _step(self, part: str, opinion: str, at: datetime) -> None:
        actor = self._actor(part, at)
        work = flow.work_for(self.case.reference, inbox.keys_of(actor, at=at))
        assert work is not None
        flow.complete(work=work, actor=actor, at=at, opinion=opinion)

    # Papers

    def _seal_letters(self, at: datetime) -> None:
        """Worker and keepers: every letter that is not sealed yet."""
        for letter in casework.Letter.objects.filter(case=self.case, sealed_at=None).order_by("pk"):
            laid = casework.lay_out(letter=letter, actor=SYSTEM, at=at)
            sort = ACCEPTANCE if letter.sort in INTAKE else OFFICIAL
            casework.seal_letter(
                letter=laid, unlocked=self.hall.seal(sort, at=at), actor=self._actor(keeper_of(sort), at), at=at
            )

    def _seal_licence(self, at: datetime) -> None:
        if licence := licenses.live_of(self.case.reference):
            drawn = licenses.draw(license=licence, actor=SYSTEM, at=at)
            keeper = self._actor("keeper", at)
            licenses.seal(license=drawn, unlocked=self.hall.seal(OFFICIAL, at=at), actor=keeper, at=at)

    # Supervision

    def _cards(self, *, until: datetime) -> None:
        """What the sweep would have done up to then: every mark that passed is told, and gives its card at once."""
        rows = clocks.clocks_of(self.case.reference).filter(next_at__lt=until).order_by("next_at")
        while clock := rows.first():
            assert clock.next_at is not None
            since, at = clock.next_at, clock.next_at + SECOND
            clocks.pass_marks(clocks=[clock.pk], actor=SYSTEM, at=at)
            mark = sorted({*clock.rule.marks, 0})[clock.reached]
            if trigger := supervision.trigger_of(clock.code, mark):
                supervision.issue(
                    subject=self.case.reference,
                    clock_id=clock.pk,
                    trigger=trigger.key,
                    since=since,
                    actor=SYSTEM,
                    at=at,
                )

    def _orders(self) -> None:
        """督办 of some grave cards: answered in time, and settled."""
        card = supervision.Card.objects.filter(subject_kind="case", subject_id=self.case.pk, level__gt=1).last()
        if card is None or self.rng.random() < 0.4:
            return
        self.spot = self.player.days.position(card.since)
        actor = self.player.supervisor(card.since)
        moments = [self._later(0.5, 1.5), self._later(0.5, 2), self._later(0.3, 1)]
        if moments[0] >= self.player.end:
            return
        made = supervision.order(card=card, demand="说明超期原因，提出整改措施。", days=3, actor=actor, at=moments[0])
        if moments[1] < self.player.end and self.rng.random() < 0.8:
            leader = self._actor("leader", moments[1])
            supervision.answer(order=made, answer="承办人外出，交接不到位；已调整分工。", actor=leader, at=moments[1])
            if moments[2] < self.player.end:
                supervision.close(order=made, verdict="情况属实，整改到位。", actor=actor, at=moments[2])

    def _later(self, least: float, most: float) -> datetime:
        self.spot += round(self._days(least, most) * self.player.day)
        return self.player.days.instant(self.spot)

    # The application

    def _application(self, only: tuple[str, ...] = ()) -> casework.Application:
        """A whole one, or what was missing. Online every material is a file."""
        content, index = self.version.content, self.plan.index
        kind = content.form
        agent = SURNAMES[index % 10] + GIVEN[index // 10 % 10]
        place, no = PLACES[index % len(PLACES)], index // len(PLACES) % 180 + 1
        name = f"临江县{FIRST_NAMES[index % 15]}{TRADES[kind][index % len(TRADES[kind])]}"
        web = random.Random(f"{self.name} {index}").random() < WEB_SHARE
        keys = only or tuple(material.key for material in content.materials)
        return casework.Application(
            applicant=casework.Applicant(
                name=name, code=credit_code(f"92990921MA{self._serial():07d}"), agent=agent, phone=f"137{index:08d}"
            ),
            data={"place": f"临江县{place}{no}号"} | WORDS[kind] | ({"manager": agent} if kind == "food_business" else {}),
            materials=tuple(self._given(key, web=web) for key in keys),
            channel=casework.Channel.WEB if web else casework.Channel.WINDOW,
        )  # fmt: skip

    def _given(self, key: str, *, web: bool) -> casework.Given:
        return casework.Given(key=key, received=self.player.upload) if web else casework.Given(key=key, on_paper=True)

    def _serial(self) -> int:
        """A number of its own for each applicant of the first cases and of those made later."""
        return self.plan.index + (0 if self.name == "first" else 1_000_000)


def credit_code(first: str) -> str:
    """Seventeen characters and the check character of GB 32100."""
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first))
    return first + ALPHABET[-total % 31]
