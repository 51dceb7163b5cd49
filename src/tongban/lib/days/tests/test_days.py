"""Days and working time: the fast sums give what looking at every day and minute gives."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.lib.days.calendar import ZONE, Calendar, midnight_after
from tongban.lib.days.counting import add_months, last_day, last_day_before
from tongban.lib.days.tests import reference
from tongban.lib.days.tests.strategies import days, hours, moments, specials
from tongban.lib.days.words import DayKind, Hours, OutsideCalendar, Special, Unit

few = settings(max_examples=40, deadline=None)
PLAIN = Calendar()


@few
@given(specials, days, st.integers(-30, 30))
def test_adding_working_days_is_stepping_from_day_to_day(special, day, count):
    assert Calendar(specials=special).add_workdays(day, count) == reference.add_workdays(day, count, special)


@few
@given(specials, days, days)
def test_counting_working_days_is_looking_at_each(special, first, last):
    first, last = sorted((first, last))
    calendar = Calendar(specials=special)
    assert calendar.workdays_between(first, last) == reference.workdays_between(first, last, special)
    assert calendar.workdays_between(last, first) == -calendar.workdays_between(first, last)


@few
@given(specials, days)
def test_the_next_working_day_is_the_first_that_is_worked(special, day):
    found = Calendar(specials=special).next_workday(day)
    while not reference.is_workday(day, special):
        day += timedelta(days=1)
    assert found == day


@few
@given(specials, hours(), moments, st.integers(0, 5000))
def test_working_time_is_the_sum_of_working_minutes(special, hour, begin, length):
    calendar, end = Calendar(specials=special, hours=[(date(2000, 1, 1), hour)]), begin + timedelta(minutes=length)
    assert calendar.work_seconds(begin, end) == 60 * reference.work_minutes(begin, end, special, hour)


@few
@given(specials, hours(), moments, st.integers(1, 200_000))
def test_adding_working_time_finds_the_first_and_the_last_moment(special, hour, begin, seconds):
    calendar = Calendar(specials=special, hours=[(date(2000, 1, 1), hour)])
    first = calendar.add_work_seconds(begin, seconds)
    last = calendar.instant(calendar.position(begin) + seconds, last=True)
    second = timedelta(seconds=1)
    assert calendar.work_seconds(begin, first) == calendar.work_seconds(begin, last) == seconds
    assert calendar.work_seconds(begin, first - second) == seconds - 1
    assert calendar.work_seconds(begin, last + second) == seconds + 1


@few
@given(specials, days, st.integers(1, 20), st.sampled_from([Unit.WORKDAY, Unit.DAY, Unit.MONTH]))
def test_a_limit_ends_on_a_working_day_and_not_before_it_is_counted_out(special, start, amount, unit):
    calendar = Calendar(specials=special)
    end = last_day(start, amount, unit, calendar)
    assert calendar.is_workday(end)
    if unit is Unit.WORKDAY:
        assert calendar.workdays_between(start, end) == amount
    if unit is Unit.DAY:
        assert (end - start).days >= amount
        assert calendar.workdays_between(start + timedelta(days=amount - 1), end) == 1


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        ("2026-11-16", 5, Unit.WORKDAY, "2026-11-23"),  # Monday: counted from Tuesday
        ("2026-11-16", 5, Unit.DAY, "2026-11-23"),  # the 21st is a Saturday
        ("2026-01-31", 1, Unit.MONTH, "2026-03-02"),  # no 31 February: the 28th, a Saturday
        ("2024-02-29", 1, Unit.YEAR, "2025-02-28"),
        ("2026-08-17", 3, Unit.MONTH, "2026-11-17"),
    ],
)
def test_the_general_rules_of_the_civil_code(start, amount, unit, end):
    assert last_day(date.fromisoformat(start), amount, unit, PLAIN) == date.fromisoformat(end)


def test_what_must_be_done_before_an_event_is_counted_back_and_never_put_off():
    hearing = date(2026, 11, 25)
    assert last_day_before(hearing, 7, Unit.WORKDAY, PLAIN) == date(2026, 11, 16)
    assert last_day_before(date(2026, 12, 20), 30, Unit.DAY, PLAIN) == date(2026, 11, 20)


def test_months_keep_the_day_where_there_is_one():
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2026, 1, 15), -1) == date(2025, 12, 15)


def test_summer_hours_count_from_their_day():
    summer = Hours((time(8), time(12)), (time(15), time(18)))
    calendar = Calendar(hours=[(date(2000, 1, 1), Hours()), (date(2026, 6, 1), summer)])
    friday, monday = (datetime(2026, *day, 12, tzinfo=ZONE) for day in ((5, 29), (6, 1)))
    assert calendar.work_seconds(friday, monday) == (4 + 4) * 3600
    assert calendar.day_seconds(date(2026, 6, 1)) == 7 * 3600
    assert calendar.hours_on(date(2026, 5, 31)) == Hours()


def test_a_year_that_is_not_announced_is_said():
    calendar = Calendar(announced=frozenset({2026}))
    assert calendar.unannounced(date(2026, 12, 1), date(2027, 1, 5)) == (2027,)


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2100, 1, 1)])
def test_days_outside_the_calendar_are_refused(day):
    with pytest.raises(OutsideCalendar):
        PLAIN.is_workday(day)


def test_nothing_is_counted_beyond_the_end():
    with pytest.raises(OutsideCalendar):
        PLAIN.add_workdays(date(2099, 12, 30), 5)
    with pytest.raises(OutsideCalendar):
        PLAIN.add_workdays(date(2000, 1, 4), -5)


def test_a_day_ends_at_midnight():
    assert midnight_after(date(2026, 11, 25)) == datetime(2026, 11, 26, tzinfo=ZONE)


def test_a_half_day_is_a_working_day_of_half_the_time():
    eve = date(2026, 11, 18)
    calendar = Calendar(specials={eve: Special(eve, DayKind.MORNING)})
    begin = datetime(2026, 11, 17, 17, 30, tzinfo=ZONE)
    assert calendar.workdays_between(date(2026, 11, 17), eve) == 1
    assert calendar.work_seconds(begin, midnight_after(eve)) == 3 * 3600
