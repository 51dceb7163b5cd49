"""代录 on the pages: the secretary's panel, the leader's notice, the words in the opinion box."""

import pytest

from tongban.business.documents.testing import make_draft, registered, step, to_issued
from tongban.engines.flow import api as flow
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.models import Secretary
from tongban.foundation.organization.testing import LONG_AGO, sign_in
from tongban.kernel.references import Reference
from tongban.kernel.testing import MONDAY, within

pytestmark = pytest.mark.django_db
LEADER, CLERK = "城关镇主要领导", "城关镇收发员"
WAITS = "电话指示，收发0 代录，待本人确认"


@pytest.fixture
def incoming(county):
    """A received document that lies with the leader for 批办; the clerk is his secretary."""
    received = registered(county, to_issued(county))
    step(county, received, CLERK, opinion="请拟办。")
    step(county, received, CLERK, opinion="请批示。", choices={"instructor": str(county.people[LEADER].pk)})
    Secretary.objects.create(leader=county.people[LEADER], secretary=county.people[CLERK], since=LONG_AGO)
    return received


@pytest.fixture
def look(client, county):
    """The page of a received document as somebody sees it."""

    def see(part, received):
        sign_in(client, county.people[part])
        return client.get(f"/documents/incoming/{received.pk}").content.decode()

    return see


@pytest.fixture
def record(client, county):
    """What the clerk sends."""

    def post(received, **given):
        sign_in(client, county.people[CLERK])
        section = flow.hosts["incoming"].choices(received.reference, "instruct", MONDAY)[0].options[0].value
        works = [w for w in flow.works_of(received.reference) if w.element == "instruct"]
        known = {
            "work": works[-1].pk, "leader": county.people[LEADER].pk, "way": "电话指示",
            "opinion": "请办公室办理。", "handling_units": section,
        }  # fmt: skip
        return client.post(f"/documents/incoming/{received.pk}/record", {**known, **given})

    return post


def test_the_secretary_records_and_the_page_says_so(incoming, look, record):
    assert "代录领导意见" in look(CLERK, incoming)
    assert record(incoming).status_code == 302
    page = look(CLERK, incoming)
    assert WAITS in page
    assert "代录领导意见" not in page


def test_the_leader_is_asked_and_confirms(incoming, look, record, client):
    record(incoming)
    work = next(w for w in flow.works_of(incoming.reference) if w.recorded_by)
    confirm = f"/documents/recorded/{work.pk}/confirm"
    assert client.post(confirm).status_code == 404  # the secretary does not confirm for him
    assert confirm in look(LEADER, incoming)
    assert client.post(confirm).status_code == 302
    page = look(LEADER, incoming)
    assert confirm not in page
    assert WAITS.removesuffix("，待本人确认") in page
    assert "待本人确认" not in page


def test_what_is_missing_is_said_at_its_field_and_the_rest_stays(incoming, record):
    answer = record(incoming, way="", opinion="请张主任阅。")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "请选择指示方式。" in page
    assert "请张主任阅。" in page


def test_nobody_else_has_the_panel_or_may_send_it(incoming, look, record):
    assert "代录领导意见" not in look(LEADER, incoming)
    Secretary.objects.all().delete()
    assert "代录领导意见" not in look(CLERK, incoming)
    assert record(incoming).status_code == 409


def test_a_second_click_finds_it_done_and_records_nothing(incoming, record):
    assert record(incoming).status_code == 302
    assert record(incoming, opinion="又写一次。").status_code == 302
    assert [w.recorded_by for w in flow.works_of(incoming.reference) if w.recorded_by] == ["收发0"]


def test_a_secretary_records_on_an_outgoing_document_too_except_what_is_done_in_person(county, client):
    document = make_draft(county)
    step(county, document, "drafter", opinion="请审核。")
    for leader in ("head", "leader"):
        Secretary.objects.create(leader=county.people[leader], secretary=county.people["drafter"], since=LONG_AGO)
    sign_in(client, county.people["drafter"])
    address = f"/documents/{document.pk}"
    assert "代录领导意见" in client.get(address).content.decode()
    step(county, document, "head")
    step(county, document, "vetter", choices={"signer": str(county.people["leader"].pk)})
    assert [w.element for w in flow.open_works(document.reference)] == ["sign"]
    assert "代录领导意见" not in client.get(address).content.decode()


@pytest.fixture
def of_the_leader(county, client):
    """A draft that only its people see, on the head's desk; somebody of another unit is the head's secretary."""
    document = make_draft(county)
    step(county, document, "drafter", opinion="请审核。")
    post = Secretary.objects.create(leader=county.people["head"], secretary=county.people["keeper"], since=LONG_AGO)
    sign_in(client, county.people["keeper"])
    assert client.get(f"/documents/{document.pk}").status_code == 200
    return document, post


def test_a_secretary_opens_what_waits_for_the_leader_alone_and_records_on_it(county, client, of_the_leader):
    document, _ = of_the_leader
    address = f"/documents/{document.pk}"
    assert "代录领导意见" in client.get(address).content.decode()
    work = flow.open_works(document.reference)[0]
    given = {"work": work.pk, "leader": county.people["head"].pk, "way": "当面指示", "opinion": "同意。"}
    assert client.post(f"{address}/record", given, follow=True).redirect_chain == [(address, 302)]
    assert client.get(address).status_code == 200  # while it waits for the leader's word
    work.refresh_from_db()
    flow.confirm_recorded(work=work, actor=county.actor("head"), at=MONDAY)
    assert client.get(address).status_code == 404


def test_it_ends_with_the_step(county, client, of_the_leader):
    document, _ = of_the_leader
    step(county, document, "head")
    assert client.get(f"/documents/{document.pk}").status_code == 404


def test_it_ends_with_the_post_of_the_secretary(county, client, of_the_leader):
    document, post = of_the_leader
    Secretary.objects.filter(pk=post.pk).update(until=MONDAY)
    assert client.get(f"/documents/{document.pk}").status_code == 404


def test_what_a_leader_has_only_to_read_is_his_alone(county, client, of_the_leader):
    document, _ = of_the_leader
    step(county, document, "head")
    key = inbox.person_key(county.people["head"].pk)
    entry = inbox.Entry(source=Reference("reading", 1), subject=document.reference, keys=(key,), category="传阅",
                        title=document.title, step="阅", received_at=MONDAY, desk=inbox.TO_READ)  # fmt: skip
    within(inbox.put, entries=[entry])
    assert client.get(f"/documents/{document.pk}").status_code == 404
