"""What came, on the screens of the unit that received it and of the unit that sent it."""

from datetime import timedelta

import pytest
from django.test import Client

from tongban.business.documents.models import Copy, Document
from tongban.business.documents.operations.distribute import add_receivers
from tongban.business.documents.operations.receive import sign_for
from tongban.business.documents.testing import copy_at, make_draft, registered, step, to_issued, to_sealed
from tongban.business.documents.tests.test_handling_on_screen import client_of, shown
from tongban.business.documents.web.forms import unit_nodes
from tongban.engines.flow import api as flow
from tongban.foundation.inbox import api as inbox
from tongban.foundation.numbering.api import Series
from tongban.foundation.organization.testing import make_unit
from tongban.kernel.now import now
from tongban.kernel.testing import MONDAY


@pytest.mark.feature("F-IN-05", "F-IN-06")
def test_the_leader_instructs_and_names_the_sections_that_handle_it(county):
    incoming = registered(county, to_issued(county))
    leader = county.people["城关镇主要领导"]
    section = incoming.unit.children.get()
    for element, part, opinion, chosen in (
        ("screen", "城关镇收发员", "请拟办。", {}),
        ("propose", "城关镇收发员", "建议由党政综合办承办，请批示。", {"instructor": str(leader.pk)}),
        ("instruct", "城关镇主要领导", "请综合办抓紧落实。", {"handling_units": [str(section.pk)]}),
    ):
        work = flow.open_work(incoming.reference, element)
        data = {"work": work.pk, "act": "complete", "opinion": opinion, **chosen}
        assert client_of(county, part).post(f"/documents/incoming/{incoming.pk}/act", data).status_code == 302
    handling = flow.open_works(incoming.reference)
    assert [(w.element, w.names) for w in handling] == [("handle", county.people["城关镇科长"].name)]
    page = shown(county, "城关镇科长", f"/documents/incoming/{incoming.pk}")
    assert "建议由党政综合办承办，请批示。" in page
    assert "请综合办抓紧落实。" in page


@pytest.mark.feature("F-IN-23")
def test_what_is_in_ones_hands_and_what_one_has_handled_are_two_lists(county):
    incoming = registered(county, to_issued(county))
    lists = ("/inbox/todo", "/inbox/done")
    before = [f"/documents/incoming/{incoming.pk}" in shown(county, "城关镇收发员", address) for address in lists]
    work = flow.open_work(incoming.reference, "screen")
    data = {"work": work.pk, "act": "complete", "opinion": "请拟办。"}
    client_of(county, "城关镇收发员").post(f"/documents/incoming/{incoming.pk}/act", data)
    inbox_items = inbox.open_items(inbox.keys_of(county.actor("城关镇收发员"), at=MONDAY))
    after = [f"/documents/incoming/{incoming.pk}" in shown(county, "城关镇收发员", address) for address in lists]
    assert (before[0], before[1]) == (True, False)
    assert after[1]
    assert [item.step for item in inbox_items if item.subject == incoming.reference] == ["拟办"]


@pytest.mark.feature("F-EX-23")
def test_one_address_book_reaches_the_city_the_county_and_the_township(county):
    city = make_unit("临江市人民政府")
    bureau = make_unit("临江市水利局", city)
    names = {node.name for node in unit_nodes()}
    assert {"临江市人民政府", "临江市水利局", "临江县财政局", "城关镇人民政府"} <= names
    document = to_issued(county)
    add_receivers(document=document, units={bureau.pk: "cc", county.bureaus[0].pk: "cc"},
                  actor=county.actor("registrar"), at=MONDAY)  # fmt: skip
    there = set(Copy.objects.filter(document=document).values_list("unit_name", flat=True))
    assert {"临江市水利局", "临江县财政局", "城关镇人民政府"} <= there


@pytest.mark.feature("F-PT-02", "F-PT-01")
def test_with_nothing_to_do_the_desk_says_so_and_leads_to_the_list(county):
    desk = shown(county, "drafter", "/")
    card = desk[desk.index('id="tb-todo-h"') :]
    card = card[: card.index("</section>")]
    assert "您没有新的待办事宜需要处理" in card
    assert 'href="/inbox/todo"' in card
    assert "您没有新的待办事宜需要处理" in shown(county, "drafter", "/inbox/todo")
    document = make_draft(county)
    desk = shown(county, "drafter", "/")
    assert "您没有新的待办事宜需要处理" not in desk
    assert f'href="/documents/{document.pk}"' in desk
    assert Document.objects.count() == 1


@pytest.mark.feature("F-IN-03", "F-EX-09", "F-EX-10")
def test_signing_opens_the_registration_and_gives_the_sender_his_receipt(county):
    document = to_issued(county)
    copy, town = copy_at(county, document, "城关镇"), client_of(county, "城关镇收发员")
    assert document.title in shown(county, "城关镇收发员", "/documents/arrived")
    assert "收文登记</h2>" not in town.get(f"/documents/copies/{copy.pk}").content.decode()
    town.post(f"/documents/copies/{copy.pk}/sign")
    page = town.get(f"/documents/copies/{copy.pk}").content.decode()
    assert "收文登记</h2>" in page
    assert 'name="series"' in page
    copy.refresh_from_db()
    lines = client_of(county, "drafter").get(f"/documents/{document.pk}/copies?csv=1")
    table = b"".join(lines.streaming_content).decode("utf-8-sig").splitlines()
    of_town = next(line for line in table if "城关镇" in line)
    assert "已签收,收发0" in of_town
    assert sum("未签收" in line for line in table) == 5
    assert "收发0" in shown(county, "drafter", f"/documents/{document.pk}/copies")


@pytest.mark.feature("F-IN-22")
def test_both_registers_leave_as_tables_with_everything_that_was_sent_and_received(county):
    document = to_issued(county)
    incoming = registered(county, document)
    for part, address, words in (
        ("registrar", "/documents/?csv=1", (document.title, document.number_text, "秦怀川")),
        (
            "城关镇收发员",
            "/documents/incoming?csv=1",
            (incoming.number_text, document.title, document.number_text, "收发0"),
        ),
    ):
        table = b"".join(client_of(county, part).get(address).streaming_content).decode("utf-8-sig").splitlines()
        assert len(table) == 2
        assert all(word in table[1] for word in words), (address, table)


@pytest.mark.feature("F-IN-01")
def test_what_came_by_the_system_and_what_came_on_paper_have_a_door_each(county):
    document = to_issued(county)
    sign_for(copy=copy_at(county, document, "柳河镇"), actor=county.actor("柳河镇收发员"), at=MONDAY)
    series = Series.objects.get(unit=county.receivers[1], purpose="documents.incoming")
    data = {"title": "纸质来文", "from_unit": "省水利厅", "kind": "通知", "urgency": "ordinary", "series": series.pk}
    town = client_of(county, "柳河镇收发员")
    assert town.post("/documents/incoming/new", data).status_code == 302
    assert "纸质来文" in shown(county, "柳河镇收发员", "/documents/incoming")
    assert document.title in shown(county, "柳河镇收发员", "/documents/arrived?tab=signed")


@pytest.mark.feature("F-SC-07")
def test_at_login_and_before_sending_everybody_is_told_that_no_secret_goes_here(county):
    assert "涉密不上网，上网不涉密" in Client().get("/login").content.decode()
    assert "涉密文件走纸质渠道，不能录入本系统" in shown(county, "drafter", "/documents/new")
    document = to_sealed(county)
    assert "涉密文件不得在本系统传送" in shown(county, "registrar", f"/documents/{document.pk}")


@pytest.mark.feature("F-OD-34", "F-IN-14")
def test_the_lists_say_which_step_waits_for_whom_and_how_long(county):
    at = now() - timedelta(hours=2, minutes=1)
    leader = {"signer": str(county.people["leader"].pk)}
    document = make_draft(county, at=at)
    for part, waits in (("drafter", "待审核：段文博"), ("head", "待核稿：林晓岚"), ("vetter", "待签发：秦怀川")):
        step(county, document, part, at=at, choices=leader if part == "vetter" else {})
        assert f"{waits}，2小时" in shown(county, "drafter", "/documents/mine")
    incoming = registered(county, to_issued(county), at=at)
    assert f"待{flow.open_works(incoming.reference)[0].step}：收发0，2小时" in shown(
        county, "城关镇收发员", "/documents/incoming"
    )
