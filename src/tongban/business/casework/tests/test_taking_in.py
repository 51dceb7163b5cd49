"""收件: an application is taken in whole or not at all, numbered, kept as it was, and the organ's five days run."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from tongban.business.casework.contracts import PREACCEPT, SUPPLEMENT, Channel, Given, State
from tongban.business.casework.models import Case, Material, Submission
from tongban.business.casework.operations.submit import submit
from tongban.business.casework.testing import APPLICANT, application, submitted
from tongban.business.catalog.operations import withdraw as withdraw_item
from tongban.foundation.clocks import api as clocks
from tongban.foundation.inbox import api as inbox
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db


@pytest.mark.feature("F-SV-12")
def test_the_window_takes_an_application_in_with_a_number_a_code_and_a_running_clock(bureau):
    case = submitted(bureau)
    assert (case.number_text, case.state, len(case.query_code)) == ("临市监办2026000001", State.SUBMITTED, 8)
    assert clocks.live_clock(case.reference, SUPPLEMENT).legal_due_on.isoformat() == "2026-11-23"
    assert clocks.live_clock(case.reference, PREACCEPT) is None, "that one is for the web alone"
    [item] = inbox.open_items(inbox.keys_of(bureau.actor("clerk"), at=MONDAY))[:9]
    assert (item.step, item.number) == ("受理审查", case.number_text)


def test_what_was_handed_in_is_kept_as_it_was(bureau):
    case = submitted(bureau, but=("m4",))
    submission = Submission.objects.get(case=case)
    assert submission.data["place"] == "临江县城关镇老街12号"
    assert len(submission.digest) == 64
    assert sorted(Material.objects.values_list("key", flat=True)) == ["m1", "m2", "m3"]


def test_at_the_window_missing_materials_are_taken_in_and_online_they_are_asked_for(bureau):
    with pytest.raises(Invalid) as refused:
        submitted(bureau, channel=Channel.WEB, but=("m2", "m4"))
    assert refused.value.fields == {"material_m2": "请上传设备布局和操作流程图。", "material_m4": "请上传营业执照。"}
    assert not Case.objects.exists()
    assert submitted(bureau, but=("m2", "m4")).state == State.SUBMITTED


def test_an_application_from_the_web_has_a_two_day_clock_as_well(bureau):
    case = submitted(bureau, channel=Channel.WEB)
    assert clocks.live_clock(case.reference, PREACCEPT).rule.amount == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"area": "很大"}, "area"), ({"place": ""}, "place"),
        ({"delivery": True, "platform": ""}, "platform"), ({"applicant": replace(APPLICANT, phone=" ")}, "applicant_phone"),
    ],
)  # fmt: skip
def test_wrong_input_is_told_at_its_field_and_changes_nothing(bureau, changes, field):
    with pytest.raises(Invalid) as refused:
        submitted(bureau, **changes)
    assert list(refused.value.fields) == [field]
    assert not Case.objects.exists()


def test_a_material_of_another_item_is_refused(bureau):
    given = replace(application(), materials=(Given(key="m9", on_paper=True),))
    with pytest.raises(Invalid, match="不属于这个事项"):
        submit(version=bureau.version, application=given, actor=bureau.actor("clerk"), at=MONDAY)


def test_the_same_applicant_has_one_running_case_of_an_item(bureau):
    case = submitted(bureau)
    with pytest.raises(Conflict, match=case.number_text):
        submitted(bureau, at=MONDAY + timedelta(hours=1))


def test_a_withdrawn_item_takes_nothing_in(bureau):
    withdraw_item(version=bureau.version, reason="取消", actor=system_actor(), at=MONDAY)
    with pytest.raises(NotFound):
        submitted(bureau)


def test_nobody_but_the_window_takes_in(bureau):
    with pytest.raises(NotAllowed):
        submit(version=bureau.version, application=application(), actor=bureau.actor("handler"), at=MONDAY)


def test_a_double_click_makes_one_case(bureau):
    given = {"version": bureau.version, "application": application(), "actor": bureau.actor("clerk"), "at": MONDAY}
    first, again = submit(**given, request_key="abc"), submit(**given, request_key="abc")
    assert first == again
    assert Case.objects.count() == 1


@pytest.mark.feature("F-SC-13")
def test_telephone_code_and_query_code_stand_nowhere_in_clear(bureau):
    case = submitted(bureau)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM casework_case")
        row = " ".join(str(value) for value in cursor.fetchone())
    assert not [word for word in (APPLICANT.phone, APPLICANT.code, case.query_code) if word in row]
    read = Case.objects.get()
    assert (read.phone, read.applicant_code, read.query_code) == (APPLICANT.phone, APPLICANT.code, case.query_code)
