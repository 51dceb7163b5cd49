"""收文 step by step: refused at 初审, proposed, instructed, circulated in turn, handled by two sections each with its own limit."""

from datetime import timedelta

import pytest

from tongban.business.documents.models import Copy, Handling, Incoming, Reading
from tongban.business.documents.operations.circulate import circulate, recall_reading
from tongban.business.documents.operations.distribute import send_again
from tongban.business.documents.operations.handling import set_limit
from tongban.business.documents.operations.receive import IncomingFields, register_paper
from tongban.business.documents.operations.screen import return_to_sender
from tongban.business.documents.testing import copy_at, registered, step, to_issued
from tongban.business.documents.tests.test_handling_on_screen import client_of, shown
from tongban.business.documents.tests.test_receiving import PAPER, town
from tongban.engines.flow import api as flow
from tongban.foundation.inbox import api as inbox
from tongban.foundation.inbox.models import Item
from tongban.foundation.organization.models import Secretary
from tongban.foundation.organization.testing import make_person, make_unit
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.testing import MONDAY

CLERK, LEADER, HEAD = "城关镇收发员", "城关镇主要领导", "城关镇科长"


@pytest.fixture
def incoming(county):
    """A paper document of the town, which has a second section now; it waits for 初审."""
    town_unit = county.receivers[0]
    county.people["second"] = make_person(
        "第二科长", unit=make_unit("经济发展办", town_unit, form="section"), rank="head"
    )
    for name in ("甲副镇长", "乙副镇长"):
        county.people[name] = make_person(name, unit=town_unit, title="副镇长", rank="deputy")
    return register_paper(fields=PAPER, **town(county))


def sections(incoming) -> list[str]:
    return [str(pk) for pk in incoming.unit.children.order_by("pk").values_list("pk", flat=True)]


def to_instructed(county, incoming, **choices):
    step(county, incoming, CLERK, opinion="请拟办。")
    step(county, incoming, CLERK, opinion="请批示。", choices={"instructor": str(county.people[LEADER].pk)})
    known = {"handling_units": sections(incoming), "lead_unit": sections(incoming)[0]}
    step(county, incoming, LEADER, opinion="请抓紧。", choices={**known, **choices})


@pytest.mark.feature("F-IN-10")
def test_what_breaks_the_rules_goes_back_with_the_reason_and_its_number_stays(county):
    document = to_issued(county)
    received, actor = registered(county, document), county.actor(CLERK)
    with pytest.raises(Invalid) as found:
        return_to_sender(incoming=received, reason=" ", actor=actor, at=MONDAY)
    assert set(found.value.fields) == {"reason"}
    done = return_to_sender(incoming=received, reason="不属于本机关职责。", actor=actor, at=MONDAY)
    copy = copy_at(county, document, "城关镇")
    assert (done.state, done.number_text, copy.state, copy.reason) == (
        "returned",
        "城收〔2026〕1号",
        "refused",
        "不属于本机关职责。",
    )
    assert flow.open_works(done.reference) == []
    assert not Item.objects.filter(subject_kind="incoming", state="open").exists()


def test_what_came_back_and_is_sent_again_is_registered_anew(county):
    document = to_issued(county)
    first = registered(county, document)
    return_to_sender(incoming=first, reason="缺附件。", actor=county.actor(CLERK), at=MONDAY)
    copy = copy_at(county, document, "城关镇")
    send_again(document=document, copy=copy, actor=county.actor("registrar"), at=MONDAY)
    assert registered(county, document).number_text == "城收〔2026〕2号"
    assert Incoming.objects.filter(copy=Copy.objects.get(pk=copy.pk)).count() == 2


def test_only_at_screening_and_only_by_the_one_who_screens(county, incoming):
    with pytest.raises(NotAllowed):
        return_to_sender(incoming=incoming, reason="不合规定。", actor=county.actor(LEADER), at=MONDAY)
    step(county, incoming, CLERK, opinion="请拟办。")
    with pytest.raises(NotAllowed):
        return_to_sender(incoming=incoming, reason="不合规定。", actor=county.actor(CLERK), at=MONDAY)


def test_the_page_of_screening_takes_the_reason_and_shows_it_afterwards(county, incoming):
    address = f"/documents/incoming/{incoming.pk}"
    client = client_of(county, CLERK)
    empty = client.post(f"{address}/return", {"reason": ""})
    assert (empty.status_code, "退回要写明原因。" in empty.content.decode()) == (422, True)
    assert client.post(f"{address}/return", {"reason": "多头主送。"}).status_code == 302
    assert "初审退回来文单位：多头主送。" in shown(county, CLERK, address)


@pytest.mark.feature("F-IN-06")
def test_what_was_proposed_is_chosen_already_when_the_leader_instructs(county, incoming):
    step(county, incoming, CLERK, opinion="请拟办。")
    second = sections(incoming)[1]
    choices = {"instructor": str(county.people[LEADER].pk), "proposed_units": [second]}
    step(county, incoming, CLERK, opinion="拟由经济发展办承办。", choices=choices)
    units = flow.hosts["incoming"].choices(incoming.reference, "instruct", MONDAY)[0]
    assert [option.value for option in units.options if option.chosen] == [second]
    page = shown(county, LEADER, f"/documents/incoming/{incoming.pk}")
    assert f'value="{second}" checked' in page or f'value="{second}" id' in page


@pytest.mark.feature("F-IN-07", "F-IN-08")
def test_two_sections_handle_and_one_of_them_leads(county, incoming):
    to_instructed(county, incoming)
    assert list(Handling.objects.order_by("pk").values_list("lead", flat=True)) == [True, False]
    step(county, incoming, HEAD, opinion="已办，报告附后。")
    page = shown(county, CLERK, f"/documents/incoming/{incoming.pk}")
    assert ("党政综合办（主办）" in page, "1 / 2 个科室" in page, "已办，报告附后。" in page) == (True, True, True)
    step(county, incoming, "second", opinion="已配合。")
    assert [w.element for w in flow.open_works(incoming.reference)] == ["complete"]


@pytest.mark.parametrize(("lead", "message"), [(None, "哪一个主办"), ("other", "承办科室里选")])
def test_of_several_sections_exactly_one_of_them_leads(county, incoming, lead, message):
    units = sections(incoming)
    chosen = {"handling_units": units[:1], "lead_unit": units[1]} if lead else {"lead_unit": None}
    with pytest.raises(Invalid, match=message) as found:
        to_instructed(county, incoming, **chosen)
    assert set(found.value.fields) == {"lead_unit"}
    assert not Handling.objects.exists()


def test_what_is_only_to_be_known_needs_no_section(county, incoming):
    to_instructed(county, incoming, handling_units=[], lead_unit=None)
    assert [w.element for w in flow.open_works(incoming.reference)] == ["complete"]


def test_what_goes_back_before_the_instruction_releases_the_sections(county, incoming):
    to_instructed(county, incoming)
    work = flow.work_for(incoming.reference, inbox.keys_of(county.actor(HEAD), at=MONDAY))
    flow.send_back(work=work, reason="不属于我科职责。", actor=county.actor(HEAD), at=MONDAY)
    assert not Handling.objects.exists()


@pytest.mark.feature("F-IN-13")
def test_each_section_has_its_own_limit_on_its_desk(county, incoming):
    to_instructed(county, incoming)
    lead, other = Handling.objects.order_by("-lead")
    day = (MONDAY + timedelta(days=3)).date()
    set_limit(handling=lead, limit=day, actor=county.actor(CLERK), at=MONDAY)
    due = {item.key: item.due_at for item in Item.objects.filter(step="承办", state="open")}
    lead.refresh_from_db()
    assert due[f"p{county.people[HEAD].pk}"] == lead.due_at
    assert due[f"p{county.people['second'].pk}"] is None
    with pytest.raises(Invalid):
        set_limit(handling=other, limit=(MONDAY - timedelta(days=1)).date(), actor=county.actor(CLERK), at=MONDAY)
    with pytest.raises(NotAllowed):
        set_limit(handling=other, limit=day, actor=county.actor(HEAD), at=MONDAY)
    step(county, incoming, HEAD, opinion="已办。")
    with pytest.raises(Conflict, match="已经办完"):
        set_limit(handling=lead, limit=None, actor=county.actor(CLERK), at=MONDAY)


def test_a_limit_is_set_beside_the_section(county, incoming):
    to_instructed(county, incoming)
    lead = Handling.objects.get(lead=True)
    address = f"/documents/incoming/{incoming.pk}"
    client = client_of(county, CLERK)
    assert client.post(f"{address}/limits/{lead.pk}", {"limit": "2000-01-01"}).status_code == 422
    assert client.post(f"{address}/limits/{lead.pk}", {"limit": "2099-01-01"}).status_code == 302
    assert 'value="2099-01-01"' in shown(county, CLERK, address)
    assert "定限时" not in shown(county, HEAD, address)


def read(county, part):
    actor = county.actor(part)
    [item] = inbox.to_read(inbox.keys_of(actor, at=MONDAY))[:5]
    inbox.mark_read(item=item, actor=actor, at=MONDAY)


def desks(county, *parts):
    return [len(inbox.to_read(inbox.keys_of(county.actor(part), at=MONDAY))) for part in parts]


THREE = (LEADER, "甲副镇长", "乙副镇长")


@pytest.mark.feature("F-IN-16")
def test_leaders_read_one_after_the_other(county, incoming):
    people = [county.people[part].pk for part in THREE]
    circulate(thing=incoming, readers=people, in_turn=True, actor=county.actor(CLERK), at=MONDAY)
    assert desks(county, *THREE) == [1, 0, 0]
    read(county, LEADER)
    assert desks(county, *THREE) == [0, 1, 0]
    assert [bool(r.read_at) for r in Reading.objects.order_by("turn")] == [True, False, False]
    page = shown(county, CLERK, f"/documents/incoming/{incoming.pk}")
    assert ("1 / 3 人" in page, "待 甲副镇长、乙副镇长" in page) == (True, True)


def test_taken_back_from_one_it_goes_to_the_next_and_may_come_again(county, incoming):
    given = {"thing": incoming, "actor": county.actor(CLERK), "at": MONDAY}
    circulate(readers=[county.people[part].pk for part in THREE], in_turn=True, **given)
    first = Reading.objects.order_by("turn")[0]
    recall_reading(reading=first, **given)
    assert desks(county, *THREE) == [0, 1, 0]
    with pytest.raises(Conflict, match="已经收回"):
        recall_reading(reading=first, **given)
    circulate(readers=[county.people[LEADER].pk], **given)
    assert desks(county, *THREE) == [1, 1, 0]
    read(county, LEADER)
    with pytest.raises(Conflict, match="已经阅过"):
        recall_reading(reading=Reading.objects.get(recalled_at=None, person=county.people[LEADER]), **given)


def test_who_circulates_takes_back_on_the_page(county, incoming):
    circulate(thing=incoming, readers=[county.people[LEADER].pk], actor=county.actor(CLERK), at=MONDAY)
    address = f"/documents/incoming/{incoming.pk}/circulate"
    reading = Reading.objects.get()
    assert "收回" in shown(county, CLERK, address)
    assert client_of(county, CLERK).post(f"{address}/{reading.pk}/recall").status_code == 302
    assert desks(county, LEADER) == [0]
    assert client_of(county, CLERK).post(f"{address}/{reading.pk}/recall").status_code == 404


def test_a_secretary_finds_what_waits_for_the_leader_in_a_list_of_her_own(county, incoming):
    step(county, incoming, CLERK, opinion="请拟办。")
    step(county, incoming, CLERK, opinion="请批示。", choices={"instructor": str(county.people[LEADER].pk)})
    county.people["clerk"] = make_person("秘书甲", unit=incoming.unit, title="科员")
    refused = client_of(county, "clerk")
    assert refused.get("/documents/leaders").status_code == 403
    Secretary.objects.create(leader=county.people[LEADER], secretary=county.people["clerk"], since=MONDAY)
    page = shown(county, "clerk", "/documents/leaders")
    assert (PAPER.title in page, "可以代录" in page) == (True, True)
    assert PAPER.title in shown(county, "clerk", "/")
    [work] = flow.open_works(incoming.reference)
    said = flow.Instruction(leader_id=county.people[LEADER].pk, way="电话指示", opinion="请综合办办理。",
                            choices={"handling_units": sections(incoming)[:1]})  # fmt: skip
    flow.record_for(work=work, instruction=said, actor=county.actor("clerk"), at=MONDAY)
    assert "待本人确认" in shown(county, "clerk", "/documents/leaders")


def test_registered_fields_of_a_leaderless_unit_still_work(county):
    fields = IncomingFields(title="通知", from_unit="省厅")
    assert register_paper(fields=fields, **town(county)).state == "handling"
