"""Time that passes: marks are told once, whatever happens to the teller; nothing else is touched."""

from datetime import date, timedelta

import pytest

from tongban.foundation.clocks import jobs
from tongban.foundation.clocks.api import figures, pass_marks, stop
from tongban.foundation.clocks.contracts import Basis, ClockPassed, Rule
from tongban.foundation.clocks.models import Clock
from tongban.foundation.clocks.queries.clocks import due_clocks
from tongban.foundation.clocks.testing import WORKWEEK, make_clock, make_many_clocks
from tongban.kernel import events
from tongban.kernel.actor import system_actor
from tongban.kernel.testing import MONDAY, within
from tongban.lib.days.calendar import midnight_after
from tongban.lib.days.words import Unit

pytestmark = pytest.mark.usefixtures("days")
SECOND = timedelta(seconds=1)
LAST = midnight_after(date(2026, 11, 23))


def sweep(monkeypatch, at) -> None:
    monkeypatch.setattr(jobs, "now", lambda: at)
    jobs.sweep()


def test_marks_are_told_after_their_moment_and_once(monkeypatch, heard):
    make_clock()
    for moment in (LAST, LAST + SECOND, LAST + SECOND):
        sweep(monkeypatch, moment)
    assert heard == [("Warned", -1), ("Passed", 0)]
    assert Clock.objects.get().next_at is None


def test_what_was_told_too_early_is_taken_back_when_the_finish_is_recorded_late(monkeypatch, heard):
    clock = make_clock()
    sweep(monkeypatch, LAST + SECOND)
    within(lambda: stop(clock=clock, when=LAST - SECOND), when=LAST + timedelta(days=1))
    assert heard == [("Warned", -1), ("Passed", 0), ("TakenBack", 0)]


def test_later_marks_come_in_their_turn(monkeypatch, heard):
    make_clock(rule=Rule(unit=Unit.WORKDAY, amount=2, basis=Basis.SECOND, marks=(3, 5)))
    for days in (2, 3, 7, 8, 9, 10):
        sweep(monkeypatch, MONDAY + timedelta(days=days) + SECOND)
    assert heard == [("Passed", 0), ("Passed", 3), ("Passed", 5)]


def test_a_stopped_clock_is_never_swept(monkeypatch, heard):
    clock = make_clock()
    within(stop, when=MONDAY + SECOND, clock=clock)
    sweep(monkeypatch, LAST + SECOND)
    assert heard == []


def test_a_storm_is_told_in_batches(monkeypatch, heard):
    for number in range(7):
        make_clock(number)
    monkeypatch.setattr(jobs, "BATCH", 3)
    sweep(monkeypatch, LAST + SECOND)
    assert heard.count(("Passed", 0)) == 7


def test_a_clock_that_cannot_be_told_holds_up_no_other(monkeypatch):
    told: list[int] = []
    poisoned = make_clock(1)

    def listen(event: ClockPassed) -> None:
        if event.clock == poisoned.pk:
            raise ZeroDivisionError
        told.append(event.clock)

    others = [make_clock(number).pk for number in (2, 3)]
    monkeypatch.setitem(events._inside, ClockPassed, [listen])
    with pytest.raises(ZeroDivisionError):
        sweep(monkeypatch, LAST + SECOND)
    assert sorted(set(told)) == others
    assert due_clocks(LAST + SECOND, limit=9) == [poisoned.pk]


def test_who_was_quicker_leaves_nothing_to_tell(heard):
    clock = make_clock()
    for _ in range(2):
        pass_marks(clocks=[clock.pk], actor=system_actor(), at=LAST + SECOND)
    assert heard == [("Warned", -1), ("Passed", 0)]


def test_figures_tell_how_far_the_sweep_is_behind():
    make_clock()
    assert figures(MONDAY) == {"clocks_due": 0, "clocks_sweep_lag_seconds": 0.0}
    behind = figures(LAST + SECOND)
    assert behind["clocks_due"] == 1
    assert behind["clocks_sweep_lag_seconds"] > 86_400


def test_looking_for_what_is_due_costs_the_same_for_one_and_for_many(monkeypatch, heard, django_assert_num_queries):
    make_many_clocks(running=500, due=13, at=LAST)
    with django_assert_num_queries(1):
        assert due_clocks(LAST, limit=200) == list(range(1, 14))
    sweep(monkeypatch, LAST)
    assert heard == [("Passed", 0)] * 13
    assert due_clocks(LAST, limit=200) == []


def test_a_clock_started_after_many_were_made_has_a_number_of_its_own():
    make_many_clocks(running=5, due=1, at=LAST)
    assert make_clock(rule=WORKWEEK).pk > 5
