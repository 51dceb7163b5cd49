"""代录: the leader's secretary writes down what he said by telephone; the leader confirms it later."""

import pytest

from tongban.business.documents.testing import registered, step, to_issued, to_signed
from tongban.engines.flow import api as flow
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.models import Secretary
from tongban.kernel.errors import Conflict, NotAllowed
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
LEADER, CLERK = "城关镇主要领导", "城关镇收发员"


@pytest.fixture
def instructing(county):
    """A received document that lies with the leader for 批办; the clerk is his secretary."""
    incoming = registered(county, to_issued(county))
    choices = {"instructor": str(county.people[LEADER].pk)}
    step(county, incoming, CLERK, opinion="请拟办。")
    step(county, incoming, CLERK, opinion="请批示。", choices=choices)
    Secretary.objects.create(leader=county.people[LEADER], secretary=county.people[CLERK], since=MONDAY)
    return flow.open_work(incoming.reference, "instruct")


def instruction(county, work, **given):
    section = flow.hosts["incoming"].choices(work.subject, "instruct", MONDAY)[0].options[0].value
    known = {"leader_id": county.people[LEADER].pk, "way": "电话指示", "opinion": "请办公室办理。"}
    return flow.Instruction(**{**known, "choices": {"handling_units": [section]}, **given})


def record(county, work, part=CLERK, **given):
    return flow.record_for(
        work=work, instruction=instruction(county, work, **given), actor=county.actor(part), at=MONDAY
    )


def test_the_opinion_counts_in_the_leaders_name_and_says_who_wrote_it_down(county, instructing):
    work = record(county, instructing)
    assert (work.person_name, work.recorded_by, work.recorded_way) == (
        county.people[LEADER].name,
        county.people[CLERK].name,
        "电话指示",
    )
    assert [w.element for w in flow.open_works(work.subject)] == ["handle"]


def test_it_waits_on_the_leaders_desk_until_he_confirms_it(county, instructing):
    work = record(county, instructing)
    desk = inbox.keys_of(county.actor(LEADER), at=MONDAY)
    assert [item.step for item in inbox.open_items(desk)] == ["确认代录"]
    flow.confirm_recorded(work=work, actor=county.actor(LEADER), at=MONDAY)
    assert list(inbox.open_items(desk)) == []
    with pytest.raises(Conflict):
        flow.confirm_recorded(work=work, actor=county.actor(LEADER), at=MONDAY)


def test_only_the_leader_confirms(county, instructing):
    work = record(county, instructing)
    with pytest.raises(NotAllowed):
        flow.confirm_recorded(work=work, actor=county.actor(CLERK), at=MONDAY)


def test_nobody_but_his_secretary_records_for_a_leader(county, instructing):
    with pytest.raises(NotAllowed):
        record(county, instructing, part="柳河镇收发员")


def test_a_secretary_records_for_his_own_leader_only_where_two_have_the_step(county, instructing):
    other = county.people["柳河镇主要领导"].pk
    instructing.keys = [*instructing.keys, inbox.person_key(other)]
    instructing.save(update_fields=["keys"])
    with pytest.raises(NotAllowed):
        record(county, instructing, leader_id=other)


def test_a_step_with_an_operation_of_its_own_is_not_recorded(county):
    document = to_signed(county)
    step(county, document, "registrar", opinion="格式无误。")
    work = flow.open_work(document.reference, "number")
    work.keys = [inbox.person_key(county.people["leader"].pk)]
    work.save(update_fields=["keys"])
    Secretary.objects.create(leader=county.people["leader"], secretary=county.people["registrar"], since=MONDAY)
    said = flow.Instruction(leader_id=county.people["leader"].pk, way="电话指示", opinion="同意。")
    with pytest.raises(Conflict, match="不能代录"):
        flow.record_for(work=work, instruction=said, actor=county.actor("registrar"), at=MONDAY)


def test_a_legal_step_is_done_by_the_leader_himself(county):
    document = to_signed(county)
    flow.withdraw(work=flow.works_of(document.reference)[-2], actor=county.actor("leader"), at=MONDAY)
    Secretary.objects.create(leader=county.people["leader"], secretary=county.people["registrar"], since=MONDAY)
    work = flow.open_work(document.reference, "sign")
    said = flow.Instruction(leader_id=county.people["leader"].pk, way="电话指示", opinion="同意印发。")
    with pytest.raises(Conflict, match="法定环节"):
        flow.record_for(work=work, instruction=said, actor=county.actor("registrar"), at=MONDAY)
