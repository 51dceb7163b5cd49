"""The window: takes in, judges materials, issues the letter that it shows, hands over; and only its own organ's cases."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tongban.business.casework.api import Case, Sort, ask_supplement, submit
from tongban.business.casework.testing import (
    APPLICANT,
    FORM,
    accepted,
    application,
    decided,
    delivered,
    sealed,
    submitted,
)
from tongban.foundation.access.testing import allow
from tongban.foundation.files.stores import store
from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.foundation.ui.testing import faults
from tongban.kernel.now import now
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture
def clerk(client, bureau):
    sign_in(client, bureau.people["clerk"])
    return client


def page(client, name, *args, **query):
    """A page of the counter that opens and is sound."""
    answer = client.get(reverse(f"counter:{name}", args=args), query)
    assert answer.status_code == 200
    assert list(faults(answer.content)) == []
    return answer.content.decode()


def typed(**changes):
    who = {f"applicant_{name}": getattr(APPLICANT, name) for name in ("name", "code", "agent", "phone")}
    form = {name: value for name, value in FORM["food_business"].items() if value is not False}
    return who | form | {"paper_m1": "on", "paper_m3": "on"} | changes


def judged(case, decision, wrong=(), **more):
    """What the form of the check sends: every material good but those of `wrong`, which say what is to be done."""
    keys = [material.key for material in case.version.content.materials]
    verdicts = {f"verdict_{key}": "bad" if key in wrong else "good" for key in keys}
    return verdicts | {f"problem_{key}": f"{key}要补" for key in wrong} | {"decision": decision} | more


def post(client, name, case, data):
    return client.post(reverse(f"counter:{name}", args=[case.pk]), data)


def test_a_case_is_taken_in_with_files_and_paper_and_has_a_receipt_to_print(clerk, bureau):
    assert bureau.version.name in page(clerk, "desk")
    page(clerk, "take-in", bureau.version.pk)
    upload = SimpleUploadedFile("布局图.pdf", PDF, "application/pdf")
    made = clerk.post(reverse("counter:take-in", args=[bureau.version.pk]), typed(material_m2=upload))
    case = Case.objects.get()
    assert made.url == reverse("counter:case", args=[case.pk])
    handed = {m.key: m.on_paper for m in case.submissions.get().materials.all()}
    assert handed == {"m1": True, "m2": False, "m3": True}
    receipt = page(clerk, "receipt", case.pk)
    assert case.query_code in receipt
    assert "<svg" in receipt


def test_who_is_not_at_the_window_brings_no_file_into_the_store(client, bureau):
    sign_in(client, make_person("路人甲", unit=make_unit("临江县某局")))
    before = set(store().older_than(now() + timedelta(days=1)))
    upload = SimpleUploadedFile("布局图.pdf", PDF + uuid4().bytes, "application/pdf")
    answer = client.post(reverse("counter:take-in", args=[bureau.version.pk]), typed(material_m2=upload))
    assert answer.status_code == 403
    assert set(store().older_than(now() + timedelta(days=1))) == before
    assert not Case.objects.exists()


def test_wrong_input_stands_at_its_field_and_what_was_typed_stays(clerk, bureau):
    address = reverse("counter:take-in", args=[bureau.version.pk])
    answer = clerk.post(address, typed(area="很大", applicant_phone=""))
    assert answer.status_code == 422
    assert "请填写联系电话。" in answer.content.decode()
    assert "很大" in answer.content.decode()
    program = SimpleUploadedFile("图.pdf", b"MZ\x90\x00" + b"\0" * 100, "application/pdf")
    assert clerk.post(address, typed(material_m2=program)).status_code == 422
    assert not Case.objects.exists()


def test_what_was_not_handed_in_is_judged_as_missing_and_the_letter_asks_for_it(clerk, bureau):
    case = submitted(bureau, but=("m2",))
    text = page(clerk, "case", case.pk)
    assert "1.设备布局和操作流程图：没有提交，请提交原件1份。" in text
    assert "出具补正告知书" in text


def test_the_letter_beside_the_form_is_the_one_that_is_issued(clerk, bureau):
    case = submitted(bureau)
    data = judged(case, "ask", wrong=("m2", "m3"))
    shown = post(clerk, "letter", case, data).content.decode()
    assert post(clerk, "screen", case, data).status_code == 302
    assert case.letters.get().facts["missing"] == [["设备布局和操作流程图", "m2要补"], ["食品安全管理制度", "m3要补"]]
    for line in ("1.设备布局和操作流程图：m2要补", "2.食品安全管理制度：m3要补"):
        assert line in shown


def test_looking_at_a_letter_changes_nothing(clerk, bureau):
    case = submitted(bureau)
    assert "受理通知书" in post(clerk, "letter", case, judged(case, "accept")).content.decode()
    assert post(clerk, "letter", case, {}).status_code == 200, "an empty form is no fault"
    case.refresh_from_db()
    assert (case.state, case.letters.count()) == ("submitted", 0)


@pytest.mark.parametrize(
    ("decision", "wrong", "more", "told"),
    [
        ("accept", ("m2",), {}, "有1份材料不齐或者不符，不能受理"), ("accept", (), {"handler": ""}, "请选择承办人"),
        ("ask", (), {}, "没有要补正的内容"), ("ask", ("m2",), {"problem_m2": ""}, "请写明问题和要求"),
        ("reject", (), {"reason": "不需要许可"}, "请填写依据"),
    ],
)  # fmt: skip
def test_a_decision_that_does_not_fit_is_told_at_its_place_and_changes_nothing(
    clerk, bureau, decision, wrong, more, told
):
    case = submitted(bureau)
    answer = post(clerk, "screen", case, judged(case, decision, wrong, **more))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert list(faults(answer.content)) == []
    case.refresh_from_db()
    assert case.state == "submitted"


def test_the_window_accepts_on_the_spot(clerk, bureau):
    case = submitted(bureau)
    data = judged(case, "accept", handler=bureau.people["handler"].pk)
    assert post(clerk, "screen", case, data).status_code == 302
    assert post(clerk, "screen", case, data).status_code == 409, "somebody was first"
    case.refresh_from_db()
    assert (case.state, case.handler_name) == ("accepted", "孟海涛")
    assert "受理通知书" in page(clerk, "case", case.pk)


def test_supplements_are_taken_in_and_asked_for_only_once(clerk, bureau):
    case = submitted(bureau)
    ask_supplement(case=case, missing={"m2": "缺少后厨布局图"}, actor=bureau.actor("clerk"), at=MONDAY)
    assert "收补正材料" in page(clerk, "case", case.pk)
    text = page(clerk, "supplement", case.pk)
    assert "设备布局和操作流程图：缺少后厨布局图" in text
    assert "临江县城关镇老街12号" in text, "the form stands as it was handed in"
    assert post(clerk, "supplement", case, typed(paper_m2="on")).status_code == 302
    case.refresh_from_db()
    assert case.state == "submitted"
    assert 'value="ask"' not in page(clerk, "case", case.pk)


def test_what_is_not_sealed_is_not_handed_over(clerk, bureau):
    case = decided(bureau, granted=False)
    text = page(clerk, "case", case.pk)
    assert "用印以后才能送达" in text
    assert 'data-tb-key="issue"' not in text
    sealed(bureau, case, Sort.DENIAL)
    assert 'data-tb-key="issue"' in page(clerk, "case", case.pk)
    assert post(clerk, "deliver", case, {"way": "window", "receiver": "陈立群"}).status_code == 302
    proof = page(clerk, "proof", case.pk)
    for words in ("不予行政许可决定书", "窗口领取", "陈立群"):
        assert words in proof


def test_electronic_service_is_offered_only_to_who_agreed_to_it(clerk, bureau):
    case = decided(bureau, granted=False)
    assert 'value="online"' not in page(clerk, "case", case.pk)
    Case.objects.filter(pk=case.pk).update(electronic=True)
    assert 'value="online"' in page(clerk, "case", case.pk)


def test_the_rating_is_taken_after_delivery_once(clerk, bureau):
    case = delivered(bureau)
    assert post(clerk, "rate", case, {"stars": "2"}).status_code == 422
    assert post(clerk, "rate", case, {"stars": "5", "points": ["服务态度"]}).status_code == 302
    assert "5 星" in page(clerk, "case", case.pk)


def test_the_applicant_takes_an_application_back(clerk, bureau):
    case = accepted(bureau)
    assert post(clerk, "withdraw", case, {"reason": ""}).status_code == 422
    assert post(clerk, "withdraw", case, {"reason": "不开了"}).status_code == 302
    case.refresh_from_db()
    assert case.state == "withdrawn"


@pytest.mark.parametrize("query", ["{number}", "https://example.org/progress/?number={number}", "老街面馆"])
def test_a_case_is_found_by_its_number_by_a_scanned_receipt_and_by_name(clerk, bureau, query):
    case = submitted(bureau)
    found = clerk.get(reverse("counter:find"), {"q": query.format(number=case.number_text)})
    assert found.url == reverse("counter:case", args=[case.pk])
    assert "没有找到" in page(clerk, "find", q="没有的人")


def test_the_queue_shows_each_case_where_it_waits(clerk, bureau):
    waiting = submitted(bureau, applicant=replace(APPLICANT, name="待受理的店", code="91350100M000100Y4X"))
    other = submitted(bureau, applicant=replace(APPLICANT, name="待补正的店", code="92990921MA00000X0P"))
    ask_supplement(case=other, missing={"m2": "缺图"}, actor=bureau.actor("clerk"), at=MONDAY)
    decided(bureau)
    text = page(clerk, "desk")
    order = [text.index(f">{words} <small>1<") for words in ("待受理", "待补正", "待送达")]
    assert order == sorted(order)
    assert order[0] < text.index(waiting.applicant) < order[1] < text.index(other.applicant) < order[2]


def test_a_case_of_another_organ_is_not_found_at_this_window(client, bureau):
    case = submitted(bureau)
    stranger = make_person("外窗口", unit=make_unit("临江县民政局"), title="窗口", duties=["window"])
    sign_in(client, stranger)
    assert client.get(reverse("counter:case", args=[case.pk])).status_code == 404
    assert post(client, "screen", case, judged(case, "reject", reason="x", basis="y")).status_code == 404
    assert case.applicant not in page(client, "desk")
    assert "没有找到" in page(client, "find", q=case.number_text)


def test_the_window_costs_the_same_for_one_case_and_for_three(clerk, bureau):
    submitted(bureau)
    clerk.get(reverse("counter:desk"))
    with CaptureQueriesContext(connection) as one:
        clerk.get(reverse("counter:desk"))
    for code in ("91350100M000100Y4X", "92990921MA00000X0P"):
        given = application(applicant=replace(APPLICANT, code=code))
        submit(version=bureau.version, application=given, actor=bureau.actor("clerk"), at=MONDAY)
    with CaptureQueriesContext(connection) as three:
        clerk.get(reverse("counter:desk"))
    assert len(three) == len(one)


def test_the_window_stands_in_the_menu_of_those_who_sit_there_and_nobody_elses(client, bureau):
    seen = {}
    for part in ("clerk", "handler"):
        sign_in(client, bureau.people[part])
        menu = client.get(reverse("workbench:home")).content.decode()
        seen[part] = (f'href="{reverse("counter:desk")}"' in menu, client.get(reverse("counter:desk")).status_code)
    assert seen == {"clerk": (True, 200), "handler": (False, 403)}


def test_cases_licences_and_items_stand_only_in_the_menus_of_those_who_have_to_do_with_them(client, bureau):
    stranger = make_person("路人甲", unit=make_unit("临江县某局"))
    allow(bureau.people["leader"], "casework.see_unit", "licenses.see_unit", "catalog.read", over=bureau.unit)
    seen = {}
    for person in (bureau.people["leader"], stranger):
        sign_in(client, person)
        menu = client.get(reverse("workbench:home")).content.decode()
        pages = ("casework:list", "licenses:list", "catalog:list")
        seen[person.name] = [f'href="{reverse(page)}"' in menu for page in pages]
    assert seen == {"齐思远": [True] * 3, "路人甲": [False] * 3}
