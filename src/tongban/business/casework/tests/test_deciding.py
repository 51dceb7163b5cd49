"""From acceptance to the applicant's hands: inspection, review, decision, licence, delivery, rating; and what pauses a limit."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tongban.business.casework.contracts import LEGAL, PROMISED, SPECIAL, Sort, State
from tongban.business.casework.operations.conduct import begin_special, end_special, extend
from tongban.business.casework.operations.decide import deliver, deny, grant, rate, withdraw
from tongban.business.casework.rules.letters import TEMPLATES
from tongban.business.casework.testing import accepted, decided, delivered, reviewed, sealed, step, submitted
from tongban.business.licenses import api as licenses
from tongban.engines.flow import api as flow
from tongban.engines.seals import api as seals
from tongban.foundation.access import api as access
from tongban.foundation.clocks import api as clocks
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
TUESDAY = MONDAY + timedelta(days=1)


def words_of(case, sort):
    return "".join(TEMPLATES[sort].text(case.letters.get(sort=sort.value).facts))


@pytest.mark.feature("F-SV-16")
def test_a_case_travels_from_the_window_to_a_licence_in_the_applicants_hands(bureau):
    case = delivered(bureau)
    assert (case.state, case.delivered_way, case.receiver) == (State.GRANTED, "window", "陈立群")
    licence = licenses.live_of(case.reference)
    assert (licence.state, licence.holder, licence.holder_code) == ("issued", case.applicant, case.applicant_code)
    assert ["经营场所", "临江县城关镇老街12号"] in licence.lines
    assert f"发给《食品经营许可证》，编号{licence.number_text}" in words_of(case, Sort.GRANT)
    assert [line.state for line in flow.track(case.reference)] == ["done"] * 4
    assert not clocks.clocks_of(case.reference).filter(state="running").exists()


def test_a_denial_gives_reason_article_and_remedies_and_no_licence(bureau):
    case = delivered(bureau, granted=False)
    words = words_of(case, Sort.DENIAL)
    assert "场所与污染源的距离不够。根据《食品安全法》第三十三条，决定不予行政许可" in words
    assert "六个月内向临江县人民法院提起行政诉讼" in words
    assert licenses.live_of(case.reference) is None


@pytest.mark.parametrize(("reason", "basis"), [("", "某法第一条"), ("不符合", "")])
def test_a_denial_without_reason_or_article_is_refused(bureau, reason, basis):
    case = reviewed(bureau)
    with pytest.raises(Invalid):
        deny(case=case, reason=reason, basis=basis, actor=bureau.actor("leader"), at=MONDAY)
    case.refresh_from_db()
    assert case.state == State.ACCEPTED


def test_the_decision_is_the_leaders_and_comes_after_the_review(bureau):
    case = accepted(bureau)
    with pytest.raises(NotAllowed):
        grant(case=case, actor=bureau.actor("leader"), at=MONDAY)
    step(bureau, case, "handler")
    step(bureau, case, "head")
    with pytest.raises(NotAllowed):
        grant(case=case, actor=bureau.actor("head"), at=MONDAY)
    assert grant(case=case, actor=bureau.actor("leader"), at=MONDAY).state == State.GRANTED


def test_the_limits_end_with_the_decision(bureau):
    case = reviewed(bureau)
    grant(case=case, actor=bureau.actor("leader"), at=TUESDAY)
    for clock in clocks.clocks_of(case.reference).filter(code__in=(LEGAL, PROMISED)):
        assert (clock.state, clock.stopped_at) == ("stopped", TUESDAY)


def test_nothing_is_delivered_before_it_is_sealed(bureau):
    case, clerk = decided(bureau), bureau.actor("clerk")
    for _ in range(2):
        with pytest.raises(Conflict, match="还没有用印"):
            deliver(case=case, way="window", receiver="陈立群", actor=clerk, at=MONDAY)
        if case.letters.get(sort="grant").sealed_at is None:
            sealed(bureau, case, Sort.GRANT)  # the licence is still open


def test_testing_pauses_both_limits_and_moves_their_ends_by_what_it_took(waterworks):
    case = accepted(waterworks)
    handler = waterworks.actor("handler")
    due = {code: clocks.live_clock(case.reference, code).due_at for code in (LEGAL, PROMISED)}
    begun, ended = datetime(2026, 11, 17, 9, 0, tzinfo=CHINA), datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)
    ground = clocks.Ground.TESTING
    begin_special(case=case, ground=ground, body="江州省水质检测中心", days=10, actor=handler, at=begun)
    assert clocks.live_clock(case.reference, LEGAL).due_at is None
    assert clocks.live_clock(case.reference, SPECIAL).rule.amount == 10
    assert "需要依法进行检测，承担机构为江州省水质检测中心，所需时间为10个工作日" in words_of(case, Sort.SPECIAL)
    end_special(case=case, result="合格，报告编号W-17", actor=handler, at=ended)
    days = {code: clocks.live_clock(case.reference, code).due_at.date() - due[code].date() for code in due}
    assert set(days.values()) <= {timedelta(days=3), timedelta(days=5)}, "three working days, a weekend may lie between"
    assert clocks.live_clock(case.reference, SPECIAL) is None


def test_a_ground_that_the_item_does_not_have_pauses_nothing(bureau):
    case = accepted(bureau)
    with pytest.raises(Invalid, match="没有“检测”"):
        begin_special(
            case=case, ground=clocks.Ground.TESTING, body="某中心", days=5, actor=bureau.actor("handler"), at=MONDAY
        )
    assert clocks.live_clock(case.reference, LEGAL).state == "running"


def test_a_site_inspection_lets_the_limits_run(bureau):
    case = accepted(bureau)
    before = clocks.live_clock(case.reference, PROMISED).due_at
    step(bureau, case, "handler", at=TUESDAY)
    assert clocks.live_clock(case.reference, PROMISED).due_at == before


def test_the_letter_of_a_procedure_is_sealed_on_its_handlers_word_and_a_decision_on_the_leaders(waterworks):
    case = accepted(waterworks)
    begin_special(
        case=case, ground=clocks.Ground.TESTING, body="江州省水质检测中心", days=10, actor=waterworks.actor("handler"), at=MONDAY
    )  # fmt: skip
    sealed(waterworks, case, Sort.SPECIAL)
    use = seals.uses_on(case.reference).get()
    assert (use.approver, use.seal.sort) == ("孟海涛", "acceptance")


def test_no_decision_while_a_procedure_is_open(waterworks):
    case = reviewed(waterworks)
    begin_special(
        case=case, ground=clocks.Ground.TESTING, body="某中心", days=5, actor=waterworks.actor("handler"), at=MONDAY
    )
    with pytest.raises(Conflict, match="特别程序还没有结束"):
        grant(case=case, actor=waterworks.actor("leader"), at=TUESDAY)


def test_only_the_handler_begins_a_procedure(waterworks):
    case = accepted(waterworks)
    with pytest.raises(NotAllowed):
        begin_special(
            case=case, ground=clocks.Ground.TESTING, body="某", days=5, actor=waterworks.actor("clerk"), at=MONDAY
        )


def test_an_extension_is_the_leaders_told_with_its_reason_and_once(bureau):
    case = accepted(bureau)
    leader, before = bureau.actor("leader"), clocks.live_clock(case.reference, LEGAL).due_at
    with pytest.raises(NotAllowed):
        extend(case=case, days=5, reason="案情复杂", actor=bureau.actor("handler"), at=TUESDAY)
    with pytest.raises(Invalid):
        extend(case=case, days=5, reason="", actor=leader, at=TUESDAY)
    with pytest.raises(Conflict, match="最多还能延长10"):
        extend(case=case, days=11, reason="案情复杂", actor=leader, at=TUESDAY)
    extend(case=case, days=5, reason="案情复杂", actor=leader, at=TUESDAY)
    assert clocks.live_clock(case.reference, LEGAL).due_at == before + timedelta(days=7)
    assert "因案情复杂，不能在规定期限内作出决定" in words_of(case, Sort.EXTENSION)
    with pytest.raises(Conflict, match="只能延长一次"):
        extend(case=case, days=1, reason="再延", actor=leader, at=TUESDAY)


@pytest.mark.parametrize("make", [submitted, accepted], ids=["before acceptance", "while it is handled"])
def test_an_applicant_takes_the_application_back_before_it_is_decided(bureau, make):
    case = withdraw(case=make(bureau), reason="另选店址", actor=bureau.actor("clerk"), at=TUESDAY)
    assert case.state == State.WITHDRAWN
    assert flow.open_works(case.reference) == []
    assert not clocks.clocks_of(case.reference).filter(state__in=("running", "paused")).exists()


def test_after_the_decision_there_is_nothing_to_take_back(bureau):
    with pytest.raises(Conflict):
        withdraw(case=decided(bureau), reason="不要了", actor=bureau.actor("clerk"), at=TUESDAY)


@pytest.mark.feature("F-SV-29")
def test_a_service_is_rated_once_and_a_bad_rating_says_why(bureau):
    case, clerk = delivered(bureau), bureau.actor("clerk")
    for stars in (0, 6):
        with pytest.raises(Invalid):
            rate(case=case, stars=stars, points=[], comment="", actor=clerk, at=TUESDAY)
    with pytest.raises(Invalid, match="哪里不满意"):
        rate(case=case, stars=2, points=[], comment=" ", actor=clerk, at=TUESDAY)
    assert rate(case=case, stars=5, points=["办事效率"], comment="", actor=clerk, at=TUESDAY).stars == 5
    with pytest.raises(Conflict, match="评价一次"):
        rate(case=case, stars=1, points=[], comment="慢", actor=clerk, at=TUESDAY)


def test_an_unfinished_case_is_not_rated(bureau):
    with pytest.raises(Conflict):
        rate(case=accepted(bureau), stars=5, points=[], comment="", actor=bureau.actor("clerk"), at=MONDAY)


def test_who_sees_cases_and_licences_follows_from_their_rows(bureau):
    case = delivered(bureau)
    assert access.sees([f"p{case.handler_id}"], case.reference)
    assert list(access.astray()) == []
