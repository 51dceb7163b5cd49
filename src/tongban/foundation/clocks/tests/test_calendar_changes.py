"""A new calendar: its effect is told before, and afterwards every live clock counts by it."""

from datetime import date, timedelta

import pytest

from tongban.foundation.clocks.api import recomputed, stop
from tongban.foundation.clocks.models import Clock, Movement
from tongban.foundation.clocks.queries.effects import effect_of
from tongban.foundation.clocks.testing import make_clock
from tongban.foundation.jobs.models import Job
from tongban.foundation.jobs.testing import run_due_jobs
from tongban.foundation.organization.testing import make_unit
from tongban.foundation.workdays.api import calendar, import_notice
from tongban.foundation.workdays.queries import calendar_with
from tongban.foundation.workdays.rules.changes import Change, What
from tongban.foundation.workdays.testing import make_day
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now
from tongban.kernel.testing import MONDAY, within
from tongban.lib.days.calendar import midnight_after
from tongban.lib.days.words import DayKind, Special

pytestmark = pytest.mark.usefixtures("days")
WEDNESDAY = date(2026, 11, 18)
CLOSED = Change(what=What.DAYS, days={WEDNESDAY: Special(WEDNESDAY, DayKind.REST, "停电")})


def test_the_effect_is_told_and_nothing_is_changed():
    make_clock(1, unit=make_unit("县水利局"))
    make_clock(2, when=MONDAY + timedelta(days=3))
    effect = effect_of(calendar(), calendar_with(CLOSED), MONDAY)
    assert dict(effect.facts) == {"推后": 1, "提前": 0, "将成为超时": 0, "不再超时": 0}
    assert [(row.title, row.before, row.after) for row in effect.rows] == [
        ("测试时限（县水利局）", "2026-11-23", "2026-11-24")
    ]
    assert Clock.objects.get(subject_id=1).legal_due_on == date(2026, 11, 23)


def test_becoming_overdue_and_no_longer_being_so_are_counted():
    make_clock()
    late = midnight_after(date(2026, 11, 23)) + timedelta(hours=1)
    assert dict(effect_of(calendar(), calendar_with(CLOSED), late).facts)["不再超时"] == 1
    saturday = date(2026, 11, 21)
    worked = Change(what=What.DAYS, days={saturday: Special(saturday, DayKind.WORK, "补班")})
    early = midnight_after(saturday)
    assert dict(effect_of(calendar(), calendar_with(worked), early + timedelta(days=1)).facts)["将成为超时"] == 1


def test_live_clocks_are_counted_anew_and_finished_ones_are_left(heard):
    at = now()
    clock, done = make_clock(1, when=at), make_clock(2, when=at)
    within(stop, when=at, clock=done)
    before, moment = clock.legal_due_on, at.date() + timedelta(days=1)
    while not calendar().is_workday(moment):
        moment += timedelta(days=1)
    make_day(moment, DayKind.REST, at=at)
    run_due_jobs()
    clock.refresh_from_db()
    assert clock.legal_due_on == calendar().next_workday(before + timedelta(days=1))
    assert Clock.objects.get(pk=done.pk).version < clock.version == calendar().version
    event = Movement.objects.get(clock=clock, what="calendar")
    assert (event.serial, event.version, event.by_name) == (1, clock.version, "系统")
    assert heard[-1] == ("Moved", clock.due_at)
    assert recomputed(clock).due_at == clock.due_at
    assert recomputed(done).due_at == Clock.objects.get(pk=done.pk).due_at


def test_an_end_in_a_year_without_notice_is_provisional_until_the_notice_comes():
    late = MONDAY.replace(month=12, day=28)
    assert make_clock(when=late).provisional
    notice = "2027-01-01至2027-01-03，休，元旦"
    import_notice(year=2027, text=notice, source="通知", actor=system_actor(), at=late)
    Job.objects.update(run_at=MONDAY)
    run_due_jobs()
    clock = Clock.objects.get()
    assert not clock.provisional
    assert clock.legal_due_on == date(2027, 1, 5)
