"""The moves of a step as buttons on the page of a document: a page for each, back to the document, told in its history."""

import pytest
from django.test import Client

from tongban.business.documents.models import Document
from tongban.business.documents.testing import County, make_draft, step
from tongban.engines.flow import api as flow
from tongban.foundation.organization.testing import make_person, sign_in
from tongban.foundation.ui.testing import faults


def client_of(county: County, part: str) -> Client:
    client = Client()
    sign_in(client, county.people[part])
    return client


@pytest.fixture
def at_review(county: County) -> Document:
    county.people["colleague"] = make_person("白露", unit=county.secretariat, title="科员")
    document = make_draft(county)
    step(county, document, "drafter", opinion="请审核。")
    return document


def open_page(client: Client, address: str, **data) -> tuple[int, str]:
    answer = client.post(address, data, follow=True) if data else client.get(address)
    assert answer.status_code == 409 or list(faults(answer.content)) == []
    return answer.status_code, answer.content.decode()


def button(document: Document, move: str) -> str:
    return f"/flow/steps/{flow.open_works(document.reference)[0].pk}/{move}"


def who(document: Document) -> list[str]:
    return [work.names for work in flow.open_works(document.reference)]


@pytest.mark.parametrize(
    ("move", "field", "label", "has_it"),
    [("delegate", "to", "委派", "白露"), ("add-before", "people", "前加签", "白露"), ("add-after", "people", "后加签", "段文博"),
     ("add-parallel", "people", "并行加签", "段文博"), ("consult", "people", "征询", "段文博"), ("copy", "people", "抄送", "段文博")],
)  # fmt: skip
def test_a_move_is_a_button_and_a_page_and_the_document_again(county, at_review, move, field, label, has_it):
    head = client_of(county, "head")
    address = button(at_review, move)
    assert address in open_page(head, f"/documents/{at_review.pk}")[1]
    shown = open_page(head, address)[1]
    assert (f"<h1>{label}</h1>" in shown or label in shown, "白露" in shown) == (True, True)
    status, shown = open_page(head, address, **{field: county.people["colleague"].pk, "reason": ""})
    assert (status, "请填写说明。" in shown) == (422, True)
    status, shown = open_page(head, address, **{field: county.people["colleague"].pk, "reason": "请看第三条。"})
    assert (status, at_review.title in shown, who(at_review)) == (200, True, [has_it])


def test_the_answer_to_a_question_stands_on_the_page_of_who_asked(county, at_review):
    head, colleague = client_of(county, "head"), client_of(county, "colleague")
    people = county.people["colleague"].pk
    open_page(head, button(at_review, "consult"), people=people, reason="预算够吗？")
    shown = open_page(colleague, f"/documents/{at_review.pk}")[1]
    assert ("预算够吗？" in shown, "请您答复" in shown) == (True, True)
    asked = flow.Aside.objects.get()
    status, shown = open_page(colleague, f"/flow/asked/{asked.pk}/answer", words=" ")
    assert (status, "请填写答复。" in shown) == (422, True)
    assert "已答复 段文博" in open_page(colleague, f"/flow/asked/{asked.pk}/answer", words="够。")[1]
    assert "征询 白露：够。" in open_page(head, f"/documents/{at_review.pk}")[1]


def test_a_question_is_taken_back_by_who_asked_it(county, at_review):
    head = client_of(county, "head")
    open_page(head, button(at_review, "consult"), people=county.people["colleague"].pk, reason="预算够吗？")
    asked = flow.Aside.objects.get()
    assert "已从白露收回。" in open_page(head, f"/flow/asked/{asked.pk}/take-back", x="")[1]
    assert client_of(county, "colleague").get(f"/documents/{at_review.pk}").status_code == 404


def test_who_does_not_have_the_step_has_no_button_and_no_page(county, at_review):
    drafter = client_of(county, "drafter")
    assert "/flow/steps/" not in open_page(drafter, f"/documents/{at_review.pk}")[1]
    assert open_page(drafter, button(at_review, "delegate"))[0] == 409
    assert who(at_review) == ["段文博"]


def test_the_manager_of_documents_suspends_resumes_jumps_and_stops(county, at_review):
    manager = make_person("钟维", unit=county.office, title="公文管理员", duties=["document_manager"])
    county.people["manager"] = manager
    client = client_of(county, "manager")
    page = f"/documents/{at_review.pk}"
    assert at_review.title not in open_page(client, button(at_review, "suspend"))[1], "he steers what he need not read"
    assert open_page(client, button(at_review, "suspend"), reason=" ")[0] == 422
    assert "流程已挂起" in open_page(client, button(at_review, "suspend"), reason="等上级意见")[1]
    assert "/delegate" not in open_page(client_of(county, "head"), page)[1]
    assert "流程已恢复" in open_page(client, button(at_review, "resume"), reason="意见到了")[1]
    assert open_page(client, button(at_review, "jump"), to="sign", reason="直接签发")[0] == 409, "past the 法定 step"
    assert "已跳转" in open_page(client, button(at_review, "jump"), to="draft", reason="退给起草人")[1]
    assert "流程已终止" in open_page(client, button(at_review, "stop"), reason="不发了")[1]
    assert flow.open_works(at_review.reference) == []
