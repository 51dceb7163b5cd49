"""Where a clock stands: the quick answer is that of a clock that ticks, and the worked examples come out to the second."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.foundation.clocks.contracts import Basis, Ground, Rule, State, What
from tongban.foundation.clocks.rules import Happening, faults_of, reckon, rule_from_plain, rule_to_plain
from tongban.foundation.clocks.tests import reference
from tongban.lib.days.calendar import ZONE, Calendar, midnight_after
from tongban.lib.days.tests.strategies import days, hours, moments, specials
from tongban.lib.days.words import DayKind, Special, Unit

few = settings(max_examples=25, deadline=None)
PLAIN = Calendar()
SECOND = timedelta(seconds=1)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def history(start: datetime, pauses=(), *, extended: int = 0, stop: datetime | None = None) -> list[Happening]:
    """The events of a clock; a pause is a pair of moments, the second None while it lasts."""
    events = [Happening(What.START, start)]
    if extended:
        events.append(Happening(What.EXTEND, start, extended))
    for begin, end in pauses:
        events.append(Happening(What.PAUSE, begin))
        if end is not None:
            events.append(Happening(What.RESUME, end))
    return [*events, *([Happening(What.STOP, stop)] if stop else [])]


def marks(rule: Rule, events: list[Happening], calendar: Calendar = PLAIN) -> dict[int, datetime | None]:
    return dict(reckon(rule, events, calendar).marks)


# The worked examples of the supervision's rules: Monday 2018-10-15 10:00, no holidays in the span

PROMISED = Rule(unit=Unit.WORKDAY, amount=7, basis=Basis.SECOND, marks=(-3,))
LEGAL = Rule(unit=Unit.WORKDAY, amount=10, basis=Basis.SECOND)
ONLINE = Rule(unit=Unit.WORKDAY, amount=2, basis=Basis.SECOND, marks=(3, 5))
ACCEPTED = local("2018-10-15 10:00")


def test_warning_yellow_and_red_of_a_case_fall_on_their_seconds():
    assert marks(PROMISED, history(ACCEPTED)) == {-3: local("2018-10-19 10:00"), 0: local("2018-10-24 10:00")}
    assert marks(LEGAL, history(ACCEPTED)) == {0: local("2018-10-29 10:00")}


def test_three_days_of_a_special_procedure_put_everything_off_by_three_days():
    tested = history(ACCEPTED, [(local("2018-10-16 10:00"), local("2018-10-19 10:00"))])
    assert marks(PROMISED, tested) == {-3: local("2018-10-24 10:00"), 0: local("2018-10-29 10:00")}
    assert marks(LEGAL, tested) == {0: local("2018-11-01 10:00")}


def test_the_three_levels_of_an_online_submission():
    found = marks(ONLINE, history(ACCEPTED))
    assert found == {0: local("2018-10-17 10:00"), 3: local("2018-10-22 10:00"), 5: local("2018-10-24 10:00")}


@pytest.mark.parametrize(("late", "reached"), [(timedelta(), 1), (SECOND, 2)])
def test_one_second_more_is_over(late, reached):
    due = local("2018-10-24 10:00")
    assert reckon(PROMISED, history(ACCEPTED), PLAIN).reached(due + late) == reached
    assert reckon(PROMISED, history(ACCEPTED, stop=due + late), PLAIN).reached(due + 30 * 86400 * SECOND) == reached


def test_both_bases_are_kept():
    found = reckon(LEGAL, history(ACCEPTED), PLAIN)
    assert found.due_at == local("2018-10-29 10:00")
    assert found.legal_due_on == date(2018, 10, 29)
    lawful = reckon(Rule(unit=Unit.WORKDAY, amount=10), history(ACCEPTED), PLAIN)
    assert lawful.due_at == lawful.over_after == midnight_after(date(2018, 10, 29))


def test_what_ends_with_the_working_day_is_not_over_in_the_evening():
    found = reckon(LEGAL, history(local("2018-10-15 17:30")), PLAIN)
    assert found.due_at == local("2018-10-29 17:30")
    assert found.over_after == local("2018-10-30 09:00")


# Properties

waits = st.lists(st.integers(60, 9000), max_size=5)
COUNTED = [
    (Unit.WORKDAY, Basis.SECOND),
    (Unit.WORKDAY, Basis.DAY),
    (Unit.DAY, Basis.DAY),
    (Unit.MONTH, Basis.DAY),
]


@few
@given(specials, hours(), moments, st.integers(1, 6), st.lists(st.integers(1, 2000), max_size=4))
def test_to_the_second_it_is_a_clock_that_ticks(special, hour, start, amount, steps):
    calendar = Calendar(specials=special, hours=[(date(2000, 1, 1), hour)])
    events = history(start, pauses_from(start, steps))
    rule = Rule(unit=Unit.HOUR, amount=amount, basis=Basis.SECOND)
    found = reckon(rule, events, calendar)
    horizon = start + timedelta(days=8)
    over = reference.over_after(amount * 60, events, special, hour, horizon)
    if over is None:
        assert found.over_after is None or found.over_after >= horizon
    else:
        assert found.over_after == over


def pauses_from(start: datetime, steps: list[int]) -> list[tuple[datetime, datetime | None]]:
    at, moments_ = start, []
    for minutes in steps:
        at += timedelta(minutes=minutes)
        moments_.append(at)
    ends: list[datetime | None] = [*moments_[1::2], None]
    return list(zip(moments_[::2], ends, strict=False))


@few
@given(specials, days, st.integers(1, 15), st.lists(st.integers(1, 9), max_size=4))
def test_by_days_it_is_a_clock_that_counts_each_day(special, start, amount, steps):
    at, edges = start, []
    for count in steps[: len(steps) // 2 * 2]:
        at += timedelta(days=count)
        edges.append(at)
    pauses = list(zip(edges[::2], edges[1::2], strict=True))
    rule = Rule(unit=Unit.WORKDAY, amount=amount)
    events = history(reference.at_nine(start), [(reference.at_nine(a), reference.at_nine(b)) for a, b in pauses])
    found = reckon(rule, events, Calendar(specials=special))
    assert found.legal_due_on == reference.last_day(amount, start, pauses, special)


@few
@given(specials, moments, st.integers(1, 20), st.lists(st.integers(-6, 6), max_size=3), waits, st.sampled_from(COUNTED))
def test_marks_come_in_order_and_the_end_is_never_on_a_holiday(special, start, amount, offsets, steps, counted):
    calendar = Calendar(specials=special)
    rule = Rule(unit=counted[0], amount=amount, basis=counted[1], marks=tuple(offsets))
    found = reckon(rule, history(start, pauses_from(start, steps)), calendar)
    known = [since for _, since in found.marks if since is not None]
    assert known == sorted(known)
    assert [since is None for _, since in found.marks] == sorted(since is None for _, since in found.marks)
    if found.legal_due_on:
        assert calendar.is_workday(found.legal_due_on)


@few
@given(specials, moments, st.integers(1, 15), st.integers(60, 9000), st.integers(1, 9000), st.sampled_from(list(Basis)))
def test_a_pause_never_makes_the_end_earlier_and_an_extension_makes_it_later(
    special, start, amount, wait, length, basis
):
    calendar, rule = Calendar(specials=special), Rule(unit=Unit.WORKDAY, amount=amount, basis=basis)
    pause = (start + timedelta(minutes=wait), start + timedelta(minutes=wait + length))
    plain, paused, longer = (
        reckon(rule, events, calendar).over_after
        for events in (history(start), history(start, [pause]), history(start, extended=1))
    )
    assert plain <= paused
    assert plain < longer


@few
@given(specials, moments, st.integers(1, 3), st.integers(60, 9000), st.integers(1, 9000))
def test_a_matter_finished_in_time_is_never_over(special, start, amount, wait, after):
    calendar, rule = Calendar(specials=special), Rule(unit=Unit.WORKDAY, amount=amount, basis=Basis.SECOND)
    stop = start + timedelta(minutes=wait)
    over = reckon(rule, history(start), calendar).over_after
    reached = reckon(rule, history(start, stop=stop), calendar).reached(stop + timedelta(minutes=after))
    assert reached == (stop > over)


# Particular cases


def test_an_open_pause_leaves_the_end_open_but_not_what_was_passed_before():
    found = reckon(PROMISED, history(ACCEPTED, [(local("2018-10-22 09:00"), None)]), PLAIN)
    assert (found.state, found.due_at, found.legal_due_on) == (State.PAUSED, None, None)
    assert found.marks == ((-3, local("2018-10-19 10:00")), (0, None))
    assert found.next_at(1) is None


def test_a_pause_on_the_last_day_gives_the_day_of_its_end():
    rule = Rule(unit=Unit.WORKDAY, amount=5)
    events = history(ACCEPTED, [(local("2018-10-22 15:00"), local("2018-10-27 09:00"))])
    assert reckon(rule, events, PLAIN).legal_due_on == date(2018, 10, 29)  # the 27th is a Saturday


def test_a_pause_after_the_end_heals_nothing():
    rule = Rule(unit=Unit.WORKDAY, amount=5)
    events = history(ACCEPTED, [(local("2018-10-23 09:00"), local("2018-11-23 09:00"))])
    assert reckon(rule, events, PLAIN).legal_due_on == date(2018, 10, 22)


def test_natural_days_stand_still_for_as_many_days_as_the_pause_lasts():
    rule = Rule(unit=Unit.DAY, amount=60)
    assert reckon(rule, history(local("2026-09-01 09:00")), PLAIN).legal_due_on == date(
        2026, 11, 2
    )  # 31 October: Saturday
    paused = history(local("2026-09-01 09:00"), [(local("2026-09-10 09:00"), local("2026-09-20 09:00"))])
    assert reckon(rule, paused, PLAIN).legal_due_on == date(2026, 11, 10)


def test_an_extension_of_months_is_counted_from_the_start():
    rule = Rule(unit=Unit.MONTH, amount=3, extension=3)
    assert reckon(rule, history(local("2025-11-30 09:00"), extended=3), PLAIN).legal_due_on == date(2026, 6, 1)


def test_a_half_day_counts_as_half_the_time_and_as_one_day():
    eve = date(2018, 10, 16)
    calendar = Calendar(specials={eve: Special(eve, DayKind.MORNING)})
    rule = Rule(unit=Unit.WORKDAY, amount=1, basis=Basis.SECOND)
    found = reckon(rule, history(local("2018-10-15 13:30")), calendar)
    assert found.due_at == local("2018-10-16 12:00")
    assert found.legal_due_on == eve


def test_years_without_notice_are_said():
    known = Calendar(announced=frozenset({2026}))
    rule = Rule(unit=Unit.WORKDAY, amount=20)
    assert reckon(rule, history(local("2026-12-21 09:00")), known).unannounced == (2027,)
    assert reckon(rule, history(local("2026-11-02 09:00")), known).unannounced == ()


def test_impossible_histories_are_found():
    start = Happening(What.START, ACCEPTED)
    early = Happening(What.PAUSE, ACCEPTED - SECOND)
    assert list(faults_of([start, Happening(What.RESUME, ACCEPTED)]))
    assert list(faults_of([start, early]))
    assert list(faults_of(history(ACCEPTED, [(ACCEPTED, ACCEPTED)], stop=ACCEPTED))) == []


@given(
    st.sampled_from(list(Unit)),
    st.integers(1, 99),
    st.lists(st.integers(-9, 9)),
    st.lists(st.sampled_from(list(Ground))),
)
def test_a_rule_is_kept_as_it_was(unit, amount, offsets, grounds):
    basis = Basis.SECOND if unit is Unit.HOUR else Basis.DAY
    rule = Rule(unit=unit, amount=amount, basis=basis, marks=tuple(offsets), pauses=tuple(grounds), extension=3)
    assert rule_from_plain(rule_to_plain(rule)) == rule


@pytest.mark.parametrize(
    "wrong",
    [{"amount": 0}, {"unit": Unit.HOUR}, {"unit": Unit.DAY, "basis": Basis.SECOND}, {"extension": -1}],
)
def test_an_impossible_rule_is_refused(wrong):
    with pytest.raises(ValueError):
        Rule(**{"unit": Unit.WORKDAY, "amount": 5, **wrong})
