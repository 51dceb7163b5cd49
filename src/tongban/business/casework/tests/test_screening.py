"""受理审查: accepted, supplemented once and for all, refused with reason and remedies, or accepted by silence."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from tongban.business.casework import handlers
from tongban.business.casework.contracts import LEGAL, PROMISED, SUPPLEMENT, Sort, State
from tongban.business.casework.models import Case
from tongban.business.casework.operations.screen import accept, ask_supplement, deem_accepted, reject
from tongban.business.casework.operations.submit import resubmit
from tongban.business.casework.rules.letters import TEMPLATES
from tongban.business.casework.testing import accepted, application, sealed, submitted
from tongban.engines.flow import api as flow
from tongban.foundation.clocks import api as clocks
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.testing import make_person, make_unit
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
MISSING = {"m2": "缺少后厨布局图", "m3": "制度没有盖章"}
WEDNESDAY = MONDAY + timedelta(days=2)


def test_acceptance_starts_both_limits_and_the_process_with_its_handler(bureau):
    case = accepted(bureau)
    assert (case.state, case.accepted_at, case.handler_name) == (State.ACCEPTED, MONDAY, "孟海涛")
    assert clocks.live_clock(case.reference, SUPPLEMENT) is None
    assert clocks.live_clock(case.reference, LEGAL).rule.amount == 15
    assert clocks.live_clock(case.reference, PROMISED).rule.amount == 10
    assert [(w.element, w.names) for w in flow.open_works(case.reference)] == [("inspect", "孟海涛")]


@pytest.mark.feature("F-SV-05")
def test_supplements_are_asked_for_once_all_of_them_and_in_writing(bureau):
    case, clerk = submitted(bureau), bureau.actor("clerk")
    ask_supplement(case=case, missing=MISSING, actor=clerk, at=MONDAY)
    letter = case.letters.get()
    words = "".join(TEMPLATES[Sort.SUPPLEMENT].text(letter.facts))
    assert "1.设备布局和操作流程图：缺少后厨布局图" in words
    assert "2.食品安全管理制度：制度没有盖章" in words
    assert "第三十二条第一款第四项" in words
    resubmit(case=case, application=application(), actor=clerk, at=WEDNESDAY)
    with pytest.raises(Conflict, match="只能一次告知"):
        ask_supplement(case=case, missing={"m1": "再补"}, actor=clerk, at=WEDNESDAY)


def test_the_notice_ends_the_five_days_and_the_supplement_begins_new_ones(bureau):
    case, clerk = submitted(bureau), bureau.actor("clerk")
    ask_supplement(case=case, missing=MISSING, actor=clerk, at=MONDAY)
    assert clocks.live_clock(case.reference, SUPPLEMENT) is None
    assert not inbox.open_items(inbox.keys_of(clerk, at=MONDAY))[:9]
    resubmit(case=case, application=application(), actor=clerk, at=WEDNESDAY)
    case.refresh_from_db()
    assert (case.state, case.received_at) == (State.SUBMITTED, WEDNESDAY)
    assert clocks.live_clock(case.reference, SUPPLEMENT).legal_due_on.isoformat() == "2026-11-25"
    assert case.submissions.count() == 2, "what was handed in first stays"
    assert len(inbox.open_items(inbox.keys_of(clerk, at=WEDNESDAY))[:9]) == 1


@pytest.mark.parametrize("missing", [{}, {"m2": " "}, {"nothing": "补"}])
def test_a_notice_that_names_nothing_is_refused(bureau, missing):
    with pytest.raises(Invalid):
        ask_supplement(case=submitted(bureau), missing=missing, actor=bureau.actor("clerk"), at=MONDAY)


def test_no_supplement_after_acceptance(bureau):
    with pytest.raises(Conflict, match="办理中"):
        ask_supplement(case=accepted(bureau), missing=MISSING, actor=bureau.actor("clerk"), at=MONDAY)


def test_refusal_to_accept_gives_reason_article_and_remedies(bureau):
    case, clerk = submitted(bureau), bureau.actor("clerk")
    for reason, basis in (("", "某法"), ("不属于本机关职权", " ")):
        with pytest.raises(Invalid):
            reject(case=case, reason=reason, basis=basis, actor=clerk, at=MONDAY)
    case = reject(
        case=case, reason="不属于本机关职权。", basis="《行政许可法》第三十二条第一款第二项", actor=clerk, at=MONDAY
    )
    words = "".join(TEMPLATES[Sort.REJECTION].text(case.letters.get().facts))
    assert "不属于本机关职权。根据《行政许可法》第三十二条第一款第二项，决定不予受理" in words
    assert "六十日内向临江县人民政府申请行政复议" in words
    assert not clocks.clocks_of(case.reference).filter(state="running").exists()


@pytest.mark.feature("F-SV-15")
def test_five_days_of_silence_accept_the_case_since_its_receipt(bureau):
    case = submitted(bureau)
    later = datetime(2026, 11, 24, 0, 0, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    clock = clocks.live_clock(case.reference, SUPPLEMENT)
    assert clock.over_after < later < clock.over_after + timedelta(seconds=2)
    clocks.pass_marks(clocks=[clock.pk], actor=system_actor(), at=later)
    deem_accepted(case=case, actor=system_actor("视为受理"), at=later)
    case.refresh_from_db()
    assert (case.state, case.accepted_at, case.deemed) == (State.ACCEPTED, MONDAY, True)
    assert clocks.live_clock(case.reference, LEGAL).started_at == MONDAY
    words = "".join(TEMPLATES[Sort.ACCEPTANCE].text(case.letters.get().facts))
    assert "自收到申请材料之日起即为受理" in words
    sealed(bureau, case, Sort.ACCEPTANCE, at=later)
    assert case.letters.get().sealed_at == later


def test_silence_is_heard_from_the_clock_and_from_no_other(bureau):
    case = submitted(bureau)
    clock = clocks.live_clock(case.reference, SUPPLEMENT)
    passed = clocks.ClockPassed(clock.pk, case.reference, SUPPLEMENT, 0, MONDAY)
    assert handlers.was_silence(passed)
    assert not handlers.was_silence(clocks.ClockPassed(clock.pk, case.reference, LEGAL, 0, MONDAY))
    handlers.silence(passed)
    case.refresh_from_db()
    assert case.deemed
    handlers.silence(passed)
    assert Case.objects.get().letters.count() == 1, "told twice, accepted once"


def test_silence_after_the_window_has_acted_changes_nothing(bureau):
    case = submitted(bureau)
    ask_supplement(case=case, missing=MISSING, actor=bureau.actor("clerk"), at=MONDAY)
    deem_accepted(case=case, actor=system_actor(), at=MONDAY + timedelta(days=30))
    case.refresh_from_db()
    assert case.state == State.SUPPLEMENT


def test_a_handler_belongs_to_the_organ(bureau):
    stranger = make_person("冯清扬", unit=make_unit("临江县财政局"))
    with pytest.raises(Invalid, match="本单位的承办人"):
        accept(case=submitted(bureau), handler=stranger, actor=bureau.actor("clerk"), at=MONDAY)


def test_only_the_window_screens(bureau):
    case = submitted(bureau)
    with pytest.raises(NotAllowed):
        accept(case=case, handler=bureau.people["handler"], actor=bureau.actor("handler"), at=MONDAY)


def test_the_acceptance_letter_is_numbered_set_and_sealed_with_the_acceptance_seal(bureau):
    case = accepted(bureau)
    sealed(bureau, case, Sort.ACCEPTANCE)
    letter = case.letters.get()
    assert letter.number_text == "临市监许〔2026〕1号"
    assert letter.sealed_at == MONDAY
    assert letter.sealed_file.name == "受理通知书 临市监许〔2026〕1号.pdf"


def test_the_database_refuses_a_refusal_without_article_and_a_second_notice(bureau):
    case = submitted(bureau)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(
            state="rejected", decided_at=MONDAY, decider_name="某", decision_reason="因"
        )
    ask_supplement(case=case, missing=MISSING, actor=bureau.actor("clerk"), at=MONDAY)
    letter = case.letters.get()
    letter.pk = letter.id = None
    letter.uid = case.uid
    with pytest.raises(IntegrityError):
        letter.save(force_insert=True)
