"""Clocks are moved by events alone; what the law does not allow is refused."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tongban.foundation.clocks.api import (
    Approval,
    Basis,
    ClockRuns,
    Ground,
    GroundNotKnown,
    NotExtendable,
    NotInState,
    OutOfOrder,
    State,
    clocks_of,
    extend,
    live_clock,
    movements_of,
    pause,
    recomputed,
    resume,
    rule_of,
    start,
    stop,
    stop_live,
)
from tongban.foundation.clocks.models import Clock, Movement
from tongban.foundation.clocks.testing import CODE, WORKWEEK, make_clock
from tongban.kernel.errors import Invalid
from tongban.kernel.references import Reference
from tongban.kernel.testing import MONDAY, within
from tongban.lib.days.calendar import ZONE, midnight_after

pytestmark = pytest.mark.usefixtures("days")
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
DECISION = rule_of("licensing.decision", basis=Basis.SECOND)
NOTICE = Reference("test_letter", 7)
HEAD = Approval("秦怀川")


def paused(clock: Clock, *, when: datetime, ground: Ground = Ground.TESTING) -> Clock:
    return within(pause, when=when, clock=clock, ground=ground, document=NOTICE, told_days=10)


def test_a_clock_starts_with_both_ends_worked_out():
    clock = make_clock(rule=DECISION, when=MONDAY)
    assert clock.due_at == datetime(2026, 12, 14, 9, 30, tzinfo=ZONE)
    assert clock.legal_due_on == date(2026, 12, 14)
    assert clock.next_at == clock.over_after == clock.due_at
    assert live_clock(Reference("test_matter", 1), CODE) == clock


def test_one_thing_has_one_live_clock_of_a_code_and_later_another():
    first = make_clock()
    with pytest.raises(ClockRuns):
        make_clock()
    within(stop, when=MONDAY + DAY, clock=first)
    second = make_clock(when=MONDAY + DAY)
    assert list(clocks_of(first.subject)) == [first, second]


def test_a_code_that_nobody_registered_is_a_defect():
    with pytest.raises(LookupError):
        within(start, subject=Reference("test_matter", 1), code="nobody.knows", rule=WORKWEEK)


def test_testing_pauses_a_licence_and_the_end_moves_by_the_time_it_took(heard):
    clock = make_clock(rule=DECISION)
    still = paused(clock, when=MONDAY + DAY)
    assert (still.state, still.due_at, still.next_at) == (State.PAUSED, None, None)
    going = within(resume, when=MONDAY + 4 * DAY, clock=clock)
    assert going.due_at == datetime(2026, 12, 17, 9, 30, tzinfo=ZONE)
    assert heard == [("Moved", None), ("Moved", going.due_at)]
    row = movements_of(clock).get(what="pause")
    assert (row.ground, row.document, row.amount) == (Ground.TESTING, NOTICE, 10)


@pytest.mark.parametrize(
    ("limit", "ground"),
    [
        ("licensing.decision", Ground.THIRD_PARTY),
        ("licensing.supplement", Ground.TESTING),
        ("petitions.handling", Ground.APPRAISAL),
        ("disclosure.reply", Ground.HEARING),
    ],
)
def test_only_the_grounds_of_its_own_law_pause_a_clock(limit, ground):
    clock = make_clock(rule=rule_of(limit))
    with pytest.raises(GroundNotKnown):
        paused(clock, when=MONDAY + DAY, ground=ground)
    assert Clock.objects.get().state == State.RUNNING


def test_a_site_inspection_is_no_ground():
    assert "site_inspection" not in [ground.value for ground in Ground]
    assert len([ground for ground in DECISION.pauses if ground is not Ground.THIRD_PARTY]) == 8


def test_an_extension_is_approved_once_and_within_what_the_law_allows():
    clock = make_clock(rule=DECISION)
    longer = within(extend, when=MONDAY + DAY, clock=clock, amount=10, approval=HEAD, reason="案情复杂")
    assert longer.legal_due_on == date(2026, 12, 28)
    assert movements_of(clock).get(what="extend").approver_name == "秦怀川"
    with pytest.raises(NotExtendable):
        within(extend, when=MONDAY + 2 * DAY, clock=clock, amount=1, approval=HEAD, reason="再延长")


@pytest.mark.parametrize(
    ("amount", "limit"), [(11, "licensing.decision"), (0, "licensing.decision"), (1, "licensing.supplement")]
)
def test_more_than_the_law_allows_is_refused(amount, limit):
    clock = make_clock(rule=rule_of(limit))
    with pytest.raises(NotExtendable):
        within(extend, when=MONDAY + DAY, clock=clock, amount=amount, approval=HEAD, reason="案情复杂")


@pytest.mark.parametrize(("approval", "reason"), [(Approval(" "), "案情复杂"), (HEAD, " ")])
def test_an_extension_names_its_approver_and_its_reason(approval, reason):
    clock = make_clock(rule=DECISION)
    with pytest.raises(Invalid):
        within(extend, when=MONDAY + DAY, clock=clock, amount=10, approval=approval, reason=reason)


def test_what_is_over_cannot_be_extended_but_on_its_last_day_it_can():
    clock = make_clock(rule=DECISION)
    with pytest.raises(NotExtendable):
        within(
            extend, when=midnight_after(date(2026, 12, 14)) + SECOND, clock=clock, amount=5, approval=HEAD, reason="迟"
        )
    evening = datetime(2026, 12, 14, 16, tzinfo=ZONE)
    within(extend, when=evening, clock=clock, amount=5, approval=HEAD, reason="案情复杂")


@pytest.mark.parametrize(
    ("before", "act"),
    [
        ("", lambda clock: within(resume, when=MONDAY + 2 * DAY, clock=clock)),
        ("pause", lambda clock: paused(clock, when=MONDAY + 2 * DAY)),
        ("stop", lambda clock: paused(clock, when=MONDAY + 2 * DAY)),
        ("stop", lambda clock: within(stop, when=MONDAY + 2 * DAY, clock=clock)),
    ],
)
def test_what_does_not_fit_the_state_is_refused(before, act):
    clock = make_clock(rule=DECISION)
    if before == "pause":
        paused(clock, when=MONDAY + DAY)
    if before == "stop":
        within(stop, when=MONDAY + DAY, clock=clock)
    with pytest.raises(NotInState):
        act(clock)


def at(moment: datetime, function, **arguments):
    """Recorded on Friday, said to have been at `moment`."""
    return within(lambda: function(when=moment, **arguments), when=MONDAY + 4 * DAY)


@pytest.mark.parametrize("moment", [MONDAY - SECOND, MONDAY + 5 * DAY])
def test_nothing_happens_before_the_start_or_in_the_future(moment):
    clock = make_clock(rule=DECISION)
    with pytest.raises(OutOfOrder):
        at(moment, stop, clock=clock)


def test_a_late_entry_counts_from_when_it_happened():
    clock = make_clock(rule=DECISION)
    at(MONDAY + DAY, pause, clock=clock, ground=Ground.TESTING, document=NOTICE, told_days=5)
    row = movements_of(clock).last()
    assert (row.at, row.recorded_at) == (MONDAY + DAY, MONDAY + 4 * DAY)


def test_finished_late_is_told_even_when_nobody_looked_before(heard):
    clock = make_clock(rule=WORKWEEK)  # ends with Monday the 23rd
    within(stop, when=MONDAY + 9 * DAY, clock=clock)
    assert heard == [("Warned", -1), ("Passed", 0)]


def test_finished_in_time_is_never_over_even_when_it_is_recorded_afterwards(heard):
    clock = make_clock(rule=WORKWEEK)
    friday = MONDAY + 4 * DAY
    within(lambda: stop(clock=clock, when=friday), when=MONDAY + 9 * DAY)
    assert heard == []
    assert Clock.objects.get().stopped_at == friday


def test_outside_of_an_operation_nothing_moves():
    with pytest.raises(RuntimeError):
        start(subject=Reference("test_matter", 1), code=CODE, rule=WORKWEEK)


def test_the_events_alone_give_the_row_again():
    clock = make_clock(rule=DECISION)
    paused(clock, when=MONDAY + DAY)
    within(resume, when=MONDAY + 3 * DAY, clock=clock)
    within(extend, when=MONDAY + 4 * DAY, clock=clock, amount=3, approval=HEAD, reason="案情复杂")
    row, found = Clock.objects.get(), recomputed(clock)
    assert (row.state, row.due_at, row.over_after) == (found.state, found.due_at, found.over_after)
    assert (row.legal_due_on, row.next_at) == (found.legal_due_on, found.next_at(row.reached))


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": "pause", "ground": "site_inspection", "amount": 1, "document_id": 1},
        {"what": "pause", "ground": "testing", "amount": 1},
        {"what": "extend", "amount": 5},
        {"what": "start"},
        {"what": "due"},
    ],
)
def test_the_database_refuses_what_must_never_be(wrong):
    clock = make_clock()
    with pytest.raises(IntegrityError), transaction.atomic():
        Movement.objects.create(clock=clock, serial=9, at=MONDAY, recorded_at=MONDAY, version=0, **wrong)


def test_the_live_clocks_of_these_codes_are_stopped_and_no_other():
    here, elsewhere = make_clock(), make_clock(2)
    within(stop_live, when=MONDAY + DAY, subject=here.subject, codes=["test.other"])
    assert clocks_of(here.subject).get().state == State.RUNNING
    for _ in range(2):  # a second time there is nothing left to stop
        within(stop_live, when=MONDAY + DAY, subject=here.subject, codes=[CODE, "test.other"])
    assert [clocks_of(clock.subject).get().state for clock in (here, elsewhere)] == [State.STOPPED, State.RUNNING]
    assert [row.what for row in movements_of(here)] == ["start", "stop"]
