"""Cards: to the second, once, the highest counts; nothing for what was finished in time; withdrawn ones stay visible."""

from datetime import date, datetime, timedelta

import pytest

from tongban.business.casework import api as casework
from tongban.business.casework.testing import decided, step, submitted
from tongban.business.supervision.contracts import CardState, Level
from tongban.business.supervision.models import Card
from tongban.business.supervision.operations.cards import issue_by_hand, withdraw
from tongban.business.supervision.queries.effects import effect_of
from tongban.business.supervision.rules import triggers
from tongban.business.supervision.rules.figures import months_before, rate
from tongban.business.supervision.tests.conftest import CHINA, START, time_passes
from tongban.foundation.clocks import api as clocks
from tongban.foundation.clocks.testing import register_code
from tongban.foundation.jobs.testing import run_due_jobs
from tongban.foundation.notifications import api as notifications
from tongban.foundation.options.testing import untouched as options_as
from tongban.foundation.workdays.api import calendar
from tongban.foundation.workdays.queries import calendar_with
from tongban.foundation.workdays.rules.changes import Change, What
from tongban.foundation.workdays.testing import make_day
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid, NotAllowed
from tongban.kernel.now import now
from tongban.kernel.references import Reference
from tongban.kernel.testing import MONDAY, within
from tongban.lib.days.words import DayKind, Special
from tongban.lib.days.words import Unit as Measure

pytestmark = pytest.mark.django_db


def at(day, hour=10, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=CHINA)


def lines(case):
    return [
        (c.rule, Level(c.level).name, c.since, c.state)
        for c in Card.objects.filter(subject_id=case.pk).order_by("since")
    ]


@pytest.mark.feature("F-MO-04")
@pytest.mark.feature("F-MO-06")
def test_a_case_left_lying_gets_warning_yellow_and_red_to_the_second(county):
    case = county.case()
    time_passes()
    assert lines(case) == [
        ("promised-near", "WARNING", at(6), CardState.REPLACED),
        ("promised-over", "YELLOW", at(11), CardState.REPLACED),
        ("legal-over", "RED", at(16), CardState.ISSUED),
    ]


EXAMPLES = (
    ("casework.promised", 7, -3, "2018-10-19"), ("casework.promised", 7, 0, "2018-10-24"),
    ("casework.legal", 10, 0, "2018-10-29"), ("casework.preaccept", 2, 0, "2018-10-17"),
    ("casework.preaccept", 2, 3, "2018-10-22"), ("casework.preaccept", 2, 5, "2018-10-24"),
)  # fmt: skip


@pytest.mark.parametrize(("code", "days", "mark", "day"), EXAMPLES)
@pytest.mark.parametrize("paused", [False, True], ids=["plain", "three days of testing"])
def test_the_worked_examples_of_the_rule_set(code, days, mark, day, paused):
    """Accepted or handed in on 2018-10-15 at 10:00; three working days of a special procedure shift everything by three."""
    begun = datetime(2018, 10, 15, 10, tzinfo=CHINA)
    marks = tuple(t.mark for t in triggers.HUNAN if t.code == code)
    rule = clocks.Rule(
        unit=Measure.WORKDAY, amount=days, basis=clocks.Basis.SECOND, marks=marks, pauses=(clocks.Ground.TESTING,)
    )
    clock = within(clocks.start, when=begun, subject=Reference("test_matter", 1), code=register_code(), rule=rule)
    if paused:
        first, last = datetime(2018, 10, 16, 10, tzinfo=CHINA), datetime(2018, 10, 19, 10, tzinfo=CHINA)
        paper = Reference("letter", 1)
        within(clocks.pause, when=first, clock=clock, ground=clocks.Ground.TESTING, document=paper, told_days=3)
        within(clocks.resume, when=last, clock=clock)
    expected = datetime.fromisoformat(f"{day}T10:00:00+08:00")
    for _ in range(3 if paused else 0):
        expected += timedelta(days=3 if expected.weekday() == 4 else 1)
    assert dict(clocks.recomputed(clock).marks)[mark] == expected


@pytest.mark.parametrize("trigger", triggers.HUNAN, ids=lambda t: t.key)
def test_every_rule_names_a_clock_that_tells_its_mark(county, trigger):
    """A rule whose mark no clock tells would never issue a card."""
    told = {
        casework.PROMISED: (-3, 0), casework.LEGAL: (-3, 0), casework.SPECIAL: (-3, 0, 1), casework.PREACCEPT: (0, 3, 5),
        casework.ISSUING: (0,),
    }  # fmt: skip
    case = submitted(county.bureau, channel=casework.Channel.WEB)
    live = {clock.code: clock.rule.marks for clock in clocks.clocks_of(case.reference)}
    assert live[casework.PREACCEPT] == told[casework.PREACCEPT]
    assert trigger.mark in told[trigger.code]


def test_an_application_from_the_web_that_nobody_looks_at_climbs_the_same_way(county):
    case = submitted(county.bureau, at=START, channel=casework.Channel.WEB)
    time_passes()
    found = [(rule, since) for rule, _, since, _ in lines(case) if rule.startswith("web")]
    assert found[:2] == [("web-over", at(4)), ("web-long-over", at(9))]


def test_the_sweep_run_again_issues_nothing_twice(county):
    case = county.case()
    time_passes()
    before = lines(case)
    time_passes()
    assert lines(case) == before
    assert Card.objects.count() == 3


def test_what_was_finished_in_time_never_turns_yellow(county):
    case = decided(county.bureau, at=START)
    time_passes()
    assert [rule for rule, *_ in lines(case) if rule.startswith(("promised", "legal"))] == []


def test_what_was_finished_late_gets_its_card_though_it_is_told_afterwards_and_no_warning(county):
    case = county.case()
    for part in ("handler", "head"):
        step(county.bureau, case, part, at=at(3))
    casework.grant(case=case, actor=county.bureau.actor("leader", at=at(12)), at=at(12))
    time_passes()
    assert [(rule, level) for rule, level, _, _ in lines(case) if rule != "issuing-over"] == [
        ("promised-over", "YELLOW")
    ]


def test_a_withdrawn_application_gets_no_card(county):
    case = county.case()
    casework.Case.objects.filter(pk=case.pk).update(state="withdrawn")
    time_passes()
    assert lines(case) == []


def test_the_handler_hears_of_a_warning_and_the_leaders_of_a_yellow_card(county):
    county.case()
    time_passes()
    titles = {
        part: {n.title.partition("：")[0] for n in notifications.notices_of(county.bureau.actor(part))}
        for part in ("handler", "leader")
    }
    assert titles == {"handler": {"预警", "黄牌", "红牌"}, "leader": {"黄牌", "红牌"}}


@pytest.mark.feature("F-MO-12")
def test_who_else_hears_of_cards_is_set(county):
    options_as(supervision__warn_leaders=True, supervision__tell_supervisors=True)
    county.case()
    time_passes()
    told = {
        part: {n.title.partition("：")[0] for n in notifications.notices_of(actor)}
        for part, actor in (("leader", county.bureau.actor("leader")), ("supervisor", county.actor()))
    }
    assert told == {"leader": {"预警", "黄牌", "红牌"}, "supervisor": {"红牌"}}


@pytest.mark.feature("F-OPS-04")
def test_how_long_before_the_end_a_warning_comes_is_set(county):
    options_as(casework__near_days=1)
    case = county.case()
    time_passes()
    assert lines(case)[0] == ("promised-near", "WARNING", at(10), CardState.REPLACED)


def test_an_extension_takes_a_warning_back_and_it_stays_visible(county):
    case = county.case()
    clock = clocks.live_clock(case.reference, casework.PROMISED)
    clocks.pass_marks(clocks=[clock.pk], actor=system_actor(), at=at(9))
    run_due_jobs()
    assert [(rule, state) for rule, _, _, state in lines(case)] == [("promised-near", CardState.ISSUED)]
    leader = county.bureau.actor("leader", at=at(9, 11))
    casework.extend(case=case, days=10, reason="案情复杂", actor=leader, at=at(9, 11))
    run_due_jobs()
    [card] = Card.objects.all()
    assert (card.state, card.ended_by) == (CardState.WITHDRAWN, "电子监察")


@pytest.mark.feature("F-MO-08")
def test_a_supervisor_issues_a_card_by_hand_with_the_reason(county):
    case, actor = county.case(at=MONDAY), county.actor()
    with pytest.raises(Invalid, match="事实和依据"):
        issue_by_hand(case=case, level=Level.YELLOW, reason=" ", actor=actor, at=MONDAY)
    card = issue_by_hand(case=case, level=Level.YELLOW, reason="要求清单以外的材料", actor=actor, at=MONDAY)
    assert (card.rule, card.by_name, card.note) == ("by-hand", "乔松年", "要求清单以外的材料")
    with pytest.raises(NotAllowed):
        issue_by_hand(case=case, level=Level.RED, reason="x", actor=county.bureau.actor("leader"), at=MONDAY)


def test_a_withdrawn_card_says_why_and_the_one_below_counts_again(county):
    case = county.case()
    time_passes()
    red = Card.objects.get(level=Level.RED)
    with pytest.raises(Invalid):
        withdraw(card=red, reason="", actor=county.actor(), at=MONDAY)
    withdraw(card=red, reason="停电两天，有证明", actor=county.actor(), at=MONDAY)
    assert [(level, state) for _, level, _, state in lines(case)] == [
        ("WARNING", "replaced"), ("YELLOW", "issued"), ("RED", "withdrawn"),
    ]  # fmt: skip
    with pytest.raises(Conflict):
        withdraw(card=red, reason="再撤", actor=county.actor(), at=MONDAY)


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(2, 3, "66.66%"), (0, 0, "100.00%"), (1, 1, "100.00%"), (999999, 1000000, "99.99%")]
)
def test_rates_are_cut_never_rounded_up(part, whole, text):
    assert rate(part, whole) == text


def test_twelve_months_end_with_this_one():
    assert months_before(2026, 2, 12)[0] == (2025, 3)
    assert months_before(2026, 2, 12)[-1] == (2026, 2)


NEW_CALENDARS = {
    "one day off changes no colour": ((10,), {}),
    "five days off take the red card": (range(9, 14), {"将降级": 1}),
    "all days off take every card": (range(3, 21), {"不再有牌": 1}),
}


@pytest.mark.parametrize(("days", "expected"), NEW_CALENDARS.values(), ids=NEW_CALENDARS)
def test_what_a_new_calendar_does_to_cards_is_told_before_and_comes_true(county, days, expected):
    case = county.case()
    time_passes()
    before = {card.rule: card.state for card in Card.objects.filter(subject_id=case.pk)}
    found = [day for number in days if calendar().is_workday(day := date(2026, 11, number))]
    changes = {day: Special(day, DayKind.REST, "台风停工") for day in found}
    change = Change(what=What.DAYS, days=changes)
    told = dict(effect_of(calendar(), calendar_with(change), now()).facts)
    assert {card.rule: card.state for card in Card.objects.filter(subject_id=case.pk)} == before  # told, not done
    old = highest(case)
    for day in changes:
        make_day(day, DayKind.REST, at=now())
    time_passes()
    new = highest(case)
    assert {name: count for name, count in told.items() if count} == expected
    assert told == {
        "将有牌": int(not old and new > 0), "不再有牌": int(old > 0 and not new), "将升级": int(0 < old < new),
        "将降级": int(0 < new < old),
    }  # fmt: skip


def highest(case) -> int:
    rows = Card.objects.filter(subject_id=case.pk).exclude(state=CardState.WITHDRAWN)
    return max(rows.values_list("level", flat=True), default=0)
