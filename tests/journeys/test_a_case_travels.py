"""Journey B over HTTP: the window takes a case in, asks for supplements once, accepts; inspection, review, decision; letters and licence
set by the worker and sealed by their keepers; delivered, looked up, checked by a stranger, rated. And a second run that is refused."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.portal import at_portal
from tongban.business.casework.models import Case
from tongban.business.casework.testing import APPLICANT, FORM, Bureau, make_bureau
from tongban.business.licenses.api import License, live_of
from tongban.engines.exchange.testing import carry
from tongban.foundation.jobs.testing import run_due_jobs
from tongban.foundation.organization.testing import sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "yinzhang-2026"


@pytest.fixture
def bureau(db: None) -> Bureau:
    made = make_bureau()
    for sort in ("acceptance", "official"):
        made.opened(sort)
    return made


class Hands:
    """Everybody's browser: each act is done by whoever has it, on the page, after the worker has done what waited."""

    def __init__(self, bureau: Bureau) -> None:
        self.bureau = bureau
        self.clients: dict[str, Client] = {}

    def client(self, part: str) -> Client:
        if part not in self.clients:
            self.clients[part] = Client()
            sign_in(self.clients[part], self.bureau.people[part])
        return self.clients[part]

    def act(self, part: str, case: Case, name: str, **data: object) -> None:
        self.post(part, case, reverse("casework:act", args=[case.pk, name]), data)

    def window(self, case: Case, name: str, **data: object) -> None:
        self.post("clerk", case, reverse(f"counter:{name}", args=[case.pk]), data)

    def screen(self, case: Case, decision: str, wrong: dict[str, str] | None = None, **more: object) -> None:
        """Judge every material, those of `wrong` as bad, and issue the letter."""
        keys = [material.key for material in self.bureau.version.content.materials]
        verdicts = {f"verdict_{key}": "bad" if key in (wrong or {}) else "good" for key in keys}
        problems = {f"problem_{key}": what for key, what in (wrong or {}).items()}
        self.window(case, "screen", decision=decision, **verdicts, **problems, **more)

    def post(self, part: str, case: Case, address: str, data: dict[str, object]) -> None:
        answer = self.client(part).post(address, data)
        assert answer.status_code == 302, (
            address,
            re.findall(r'class="tb-error[^>]*>(.*?)</p>', answer.content.decode()),
        )
        run_due_jobs()
        case.refresh_from_db()

    def seal(self, part: str, sort: str, address: str) -> None:
        seal = self.bureau.seals[sort].pk
        assert self.client(part).post(address, {"seal": seal, "password": PASSWORD}).status_code == 302

    def seal_letter(self, part: str, sort: str, case: Case, letter: str) -> None:
        self.seal(part, sort, reverse("casework:seal", args=[case.pk, case.letters.get(sort=letter).pk]))

    def take_in(self, *keys: str) -> Case:
        form = {name: value for name, value in FORM["food_business"].items() if value is not False}
        who = {f"applicant_{name}": getattr(APPLICANT, name) for name in ("name", "code", "agent", "phone")}
        address = reverse("counter:take-in", args=[self.bureau.version.pk])
        assert (
            self.client("clerk").post(address, form | who | {f"paper_{key}": "on" for key in keys}).status_code == 302
        )
        return Case.objects.latest("pk")

    def to_review(self, case: Case) -> None:
        self.screen(case, "accept", handler=self.bureau.people["handler"].pk)
        self.seal_letter("clerk", "acceptance", case, "acceptance")
        self.act("handler", case, "step", opinion="现场符合要求。")
        self.act("head", case, "step", opinion="拟同意。")


def test_a_case_travels_from_the_window_to_a_licence_that_anybody_checks(bureau):
    hands = Hands(bureau)
    case = hands.take_in("m1", "m4")
    hands.screen(case, "ask", {"m2": "没有布局图", "m3": "没有制度"})
    hands.seal_letter("clerk", "acceptance", case, "supplement")
    assert "待补正" in look_up(case)
    form = {name: value for name, value in FORM["food_business"].items() if value is not False}
    who = {f"applicant_{name}": getattr(APPLICANT, name) for name in ("name", "code", "agent", "phone")}
    address = reverse("counter:supplement", args=[case.pk])
    assert hands.client("clerk").post(address, form | who | {"paper_m2": "on", "paper_m3": "on"}).status_code == 302
    hands.to_review(case)
    hands.act("leader", case, "grant")
    hands.seal_letter("keeper", "official", case, "grant")
    licence = _licence(hands, case)
    hands.window(case, "deliver", way="window", receiver="陈立群")
    hands.window(case, "rate", stars="5", points=["服务态度"])
    done = look_up(case)
    with at_portal() as stranger:
        checked = stranger.get(reverse("check:license", args=[licence.token])).content.decode()
    assert ">有效</b>" in checked
    assert licence.number_text in checked
    assert "准予许可" in done
    assert APPLICANT.agent not in done


def test_a_case_that_is_refused_says_why_by_which_article_and_what_can_be_done(bureau):
    hands = Hands(bureau)
    case = hands.take_in("m1", "m2", "m3", "m4")
    hands.to_review(case)
    hands.act("leader", case, "deny", reason="离污染源的距离不够", basis="《食品安全法》第三十三条")
    hands.seal_letter("keeper", "official", case, "denial")
    hands.window(case, "deliver", way="mail", receiver="陈立群")
    page = hands.client("clerk").get(reverse("casework:page", args=[case.pk])).content.decode()
    for words in ("不予许可", "离污染源的距离不够", "《食品安全法》第三十三条", "不予行政许可决定书"):
        assert words in page


def look_up(case: Case) -> str:
    """What a stranger with number and 查询码 reads in the public zone now."""
    carry()
    with at_portal() as stranger:
        page = stranger.post(reverse("progress:ask"), {"number": case.number_text, "code": case.query_code})
    return page.content.decode()


def _licence(hands: Hands, case: Case) -> License:
    found = live_of(case.reference)
    assert found is not None
    hands.seal("keeper", "official", reverse("licenses:seal", args=[found.pk]))
    found.refresh_from_db()
    assert found.state == "issued"
    return found
