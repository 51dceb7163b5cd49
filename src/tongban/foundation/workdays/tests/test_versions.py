"""Each change is a new version of the calendar; what was is kept and can be asked for."""

from datetime import date, time

import pytest

from tongban.foundation.workdays.api import (
    BadNotice,
    CalendarChanged,
    CalendarMoved,
    DayKind,
    Hours,
    Special,
    calendar,
    calendar_of,
    import_notice,
    set_days,
    set_hours,
    take_shipped,
)
from tongban.foundation.workdays.models import CalendarVersion
from tongban.foundation.workdays.registrations import bring_shipped
from tongban.foundation.workdays.testing import make_day, shipped_calendar
from tongban.kernel import events
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Invalid
from tongban.kernel.operations import operations
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db
BY = {"actor": system_actor(), "at": MONDAY}
SPRING = "2027-02-05至2027-02-11，休，春节\n2027-02-20，班，春节"


@pytest.fixture
def told(monkeypatch):
    """The events that were published."""
    heard: list[CalendarChanged] = []
    monkeypatch.setitem(events._inside, CalendarChanged, [heard.append])
    return heard


@pytest.mark.parametrize(
    ("year", "workdays", "off", "worked"),
    [(2025, 248, "2025-10-08", "2025-09-28"), (2026, 248, "2026-02-23", "2026-02-28")],
)
def test_the_years_that_come_with_the_program(year, workdays, off, worked):
    found = shipped_calendar()
    assert found.workdays_between(date(year - 1, 12, 31), date(year, 12, 31)) == workdays
    assert not found.is_workday(date.fromisoformat(off))
    assert found.is_workday(date.fromisoformat(worked))
    assert year in found.announced


def test_a_new_installation_gets_them_once():
    for _ in range(2):
        bring_shipped(MONDAY)
    assert CalendarVersion.objects.count() == 2
    assert take_shipped(**BY) == []


def test_a_notice_is_imported_and_its_year_is_no_longer_provisional(told):
    import_notice(year=2027, text=SPRING, source="放假安排通知", **BY)
    assert not calendar().is_workday(date(2027, 2, 8))
    assert calendar().unannounced(date(2027, 1, 1), date(2027, 12, 31)) == ()
    assert told == [CalendarChanged(1, date(2027, 1, 1), date(2027, 12, 31))]


def test_a_bad_line_leaves_nothing_behind():
    with pytest.raises(BadNotice) as refused:
        import_notice(year=2027, text=f"{SPRING}\n2027-02-30，休", source="通知", **BY)
    assert [line.number for line in refused.value.lines] == [3]
    assert not CalendarVersion.objects.exists()
    assert calendar().is_workday(date(2027, 2, 8))


def test_a_second_notice_of_a_year_replaces_the_first_and_local_days_stay():
    import_notice(year=2027, text=SPRING, source="通知", **BY)
    make_day(date(2027, 4, 9), DayKind.REST, name="三月三")
    import_notice(year=2027, text="2027-02-06至2027-02-12，休，春节", source="更正通知", **BY)
    now = calendar()
    assert now.is_workday(date(2027, 2, 5))
    assert not now.is_workday(date(2027, 2, 12))
    assert not now.is_workday(date(2027, 4, 9))


def test_a_day_can_be_given_back_to_the_notice():
    import_notice(year=2027, text=SPRING, source="通知", **BY)
    day = date(2027, 2, 8)
    make_day(day, DayKind.WORK)
    set_days(days={day: None}, source="取消加班", **BY)
    assert calendar().specials[day] == Special(day, DayKind.REST, "春节")


def test_every_version_can_be_asked_for_again():
    day = date(2026, 11, 18)
    make_day(day, DayKind.MORNING)
    make_day(day, DayKind.REST)
    assert [calendar_of(n).kind_of(day) for n in (0, 1, 2)] == [DayKind.WORK, DayKind.MORNING, DayKind.REST]


def test_hours_change_from_their_day_on(told):
    summer = Hours((time(8), time(12)), (time(15), time(18)))
    set_hours(since=date(2027, 6, 1), hours=summer, source="夏季作息", **BY)
    assert calendar().hours_on(date(2027, 6, 1)) == summer
    assert told[0].first == date(2027, 6, 1)


@pytest.mark.parametrize(
    "hours",
    [
        Hours((time(12), time(9)), (time(13), time(17))),
        Hours((time(9), time(14)), (time(13), time(17))),
        Hours((time(9), time(12)), (time(13), time(13))),
    ],
)
def test_hours_that_do_not_follow_each_other_are_refused(hours):
    with pytest.raises(Invalid):
        set_hours(since=date(2027, 6, 1), hours=hours, source="作息", **BY)


def test_a_change_that_changes_nothing_or_has_no_ground_is_refused():
    saturday = date(2026, 11, 21)
    with pytest.raises(Invalid, match="没有差别"):
        make_day(saturday, DayKind.REST)
    with pytest.raises(Invalid, match="依据"):
        set_days(days={saturday: Special(saturday, DayKind.WORK)}, source=" ", **BY)


def test_who_previewed_an_older_calendar_is_told():
    make_day(date(2026, 11, 18), DayKind.REST)
    with pytest.raises(CalendarMoved):
        import_notice(year=2027, text=SPRING, source="通知", base=0, **BY)


def test_the_calendar_costs_one_small_query(django_assert_num_queries):
    shipped_calendar()
    with django_assert_num_queries(1):
        calendar()


def test_every_act_is_an_operation():
    assert all(f"workdays.{verb}" in operations for verb in ("import_notice", "set_days", "set_hours", "take_shipped"))
