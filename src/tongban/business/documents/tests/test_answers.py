"""请示 and 批复: the answer is linked to the question, and each side sees the link on its own pages."""

import pytest

from tongban.business.documents.models import Document
from tongban.business.documents.operations.basis import link_basis
from tongban.business.documents.operations.distribute import _send_copies
from tongban.business.documents.operations.draft import draft
from tongban.business.documents.operations.void import void
from tongban.business.documents.queries import related_to
from tongban.business.documents.rules.answering import answer_kind, answer_title
from tongban.business.documents.rules.drafting import Content, DraftFields, faults_before_sending
from tongban.business.documents.testing import registered, to_issued
from tongban.business.documents.tests.test_handling_on_screen import client_of, shown
from tongban.foundation.organization.api import Plaque
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.testing import MONDAY, within

CLERK = "城关镇收发员"
TITLE = "关于修缮敬老院的请示"


@pytest.fixture
def asked(county):
    """What the office sent and the town registered, taken as a 请示 here: the town answers it."""
    received = registered(county, to_issued(county))
    received.kind_name, received.title = "请示", TITLE
    received.save()
    name = received.unit.name
    Plaque.objects.create(unit=received.unit, name=name, mark=name, word="城政", main=True, valid_from=MONDAY.date())
    return received


def content_of(asked, kind: str = "批复") -> Content:
    fields = DraftFields(title=answer_title(asked.title, kind), kind=kind, direction="down", main_recipients="县政府办")
    return Content(fields=fields, body="同意。")


def answer(county, asked, *, kind: str = "批复") -> Document:
    given = {"content": content_of(asked, kind), "answers": asked, "actor": county.actor(CLERK), "at": MONDAY}
    return draft(section=asked.unit, **given)


def links(thing, county, part):
    return [(row.label, row.title) for row in related_to(thing, viewer=county.actor(part))]


@pytest.mark.feature("F-OD-07")
def test_each_side_sees_the_other_document_the_asking_one_once_it_is_issued(county, asked):
    question, made = asked.copy.document, answer(county, asked)
    assert links(asked, county, CLERK) == [("答复", "关于修缮敬老院的批复")]
    assert links(made, county, CLERK) == [("答复的来文", TITLE)]
    assert links(question, county, "registrar") == []
    [copy] = within(_send_copies, document=made, units={county.office: "main"}, at=MONDAY)
    assert links(question, county, "registrar") == [("答复", "关于修缮敬老院的批复")]
    assert links(copy, county, "registrar") == [("答复的来文", question.title)]
    assert "关于修缮敬老院的批复" in shown(county, "drafter", f"/documents/{question.pk}")
    assert "关于修缮敬老院的批复" in shown(county, "registrar", f"/documents/{question.pk}")


def test_one_question_gets_one_answer(county, asked):
    first = answer(county, asked)
    with pytest.raises(Conflict, match="已经有批复"):
        answer(county, asked)
    assert answer(county, asked, kind="函").pk != first.pk
    void(document=first, reason="重写", actor=county.actor(CLERK), at=MONDAY)
    assert answer(county, asked).kind_name == "批复"


def test_one_answer_answers_one_question(county, asked):
    made = answer(county, asked)
    other = registered(county, to_issued(county, title="关于修桥的通知"))
    other.kind_name = "请示"
    other.save()
    with pytest.raises(Conflict, match="一文一事"):
        link_basis(document=made, bases=[asked.reference, other.reference], actor=county.actor(CLERK), at=MONDAY)


def test_nobody_answers_what_is_not_his_units(county, asked):
    with pytest.raises(Invalid):
        draft(
            section=county.secretariat,
            content=content_of(asked),
            answers=asked,
            actor=county.actor("drafter"),
            at=MONDAY,
        )


def test_the_form_knows_what_it_answers(county, asked):
    client, address = client_of(county, CLERK), f"/documents/new?answers={asked.pk}"
    page = client.get(address).content.decode()
    assert ("关于修缮敬老院的批复" in page, "答复：" in page) == (True, True)
    data = {
        "title": "关于修缮敬老院的批复", "kind": "批复", "direction": "down", "urgency": "ordinary", "level": "",
        "scope": "一般", "openness": "公开发布", "main_recipients": "县政府办", "body": "同意。",
    }  # fmt: skip
    assert client.post(address, data).status_code == 302
    assert Document.objects.get(kind_name="批复").title == "关于修缮敬老院的批复"
    assert "关于修缮敬老院的批复" in shown(county, CLERK, f"/documents/incoming/{asked.pk}")


@pytest.mark.parametrize(
    ("title", "kind", "expected"),
    [
        ("城关镇人民政府关于修缮敬老院的请示", "请示", "关于修缮敬老院的批复"), ("关于商请支持的函", "函", "关于商请支持的复函"),
        ("检查通知", "通知", "关于检查通知的复函"),
    ],
)  # fmt: skip
def test_an_answer_is_called_after_the_question(title, kind, expected):
    assert answer_title(title, answer_kind(kind)) == expected


def test_a_request_goes_to_one_organ_alone():
    fields = DraftFields(title="请示", kind="请示", direction="up", main_recipients="县政府")
    assert faults_before_sending(fields, body="妥否，请批示。", receivers=1) == {}
    assert set(faults_before_sending(fields, body="妥否，请批示。", receivers=2)) == {"receivers"}
