"""Timers, messages and signals of running processes: they come from jobs and hosts, and survive whoever dies."""

from datetime import timedelta
from pathlib import Path

import pytest

from tongban.engines.flow import queries
from tongban.engines.flow.models import Instance, Token, Work
from tongban.engines.flow.operations import complete, fail, send_message, withdraw
from tongban.engines.flow.testing import begin, begin_model, done_by
from tongban.foundation.jobs.models import Job
from tongban.foundation.jobs.testing import run_due_jobs
from tongban.foundation.organization.testing import actor_of
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict
from tongban.kernel.now import now
from tongban.kernel.testing import MONDAY, within
from tongban.lib import bpmn

pytestmark = pytest.mark.django_db
MODELS = Path(bpmn.__file__).parent / "tests" / "models"
DRAFT = '<userTask id="a" name="拟稿" tb:role="drafter"/>'
FLOWS = '<sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="e"/>'


def with_timer(time: str, more: str = "") -> str:
    """One step with a timer on it that leads to a step of the head."""
    return (
        f'<startEvent id="s"/>{DRAFT}<endEvent id="e"/>{FLOWS}'
        f'<boundaryEvent id="t" attachedToRef="a" {more}><timerEventDefinition>{time}</timerEventDefinition></boundaryEvent>'
        '<userTask id="b" name="督办" tb:role="head" tb:relation="drafter-unit"/><endEvent id="e2"/>'
        '<sequenceFlow id="f3" sourceRef="t" targetRef="b"/><sequenceFlow id="f4" sourceRef="b" targetRef="e2"/>'
    )


def standing(subject) -> list[str]:
    return sorted(work.element for work in queries.open_works(subject))


@pytest.fixture
def clock(tmp_path, monkeypatch):
    """Move the time of the worker."""
    file = tmp_path / "clock"
    monkeypatch.setenv("TONGBAN_CLOCK_FILE", str(file))

    def move(span: timedelta) -> None:
        file.write_text(str(span.total_seconds()))

    return move


def test_a_timer_waits_for_its_time_and_then_interrupts_the_step(office, clock):
    subject = begin(with_timer("<timeDuration>P60D</timeDuration>"), office.matter())
    run_due_jobs()
    assert standing(subject) == ["a"]
    clock(timedelta(days=61))
    run_due_jobs()
    assert standing(subject) == ["b"]
    assert Work.objects.get(element="a").state == Work.CANCELLED
    assert Work.objects.get(element="b").names == "段文博"


def test_a_timer_of_a_step_that_was_done_does_nothing(office, clock):
    subject = begin(with_timer("<timeDuration>P60D</timeDuration>"), office.matter())
    done_by(office.drafter, subject, "a")
    clock(timedelta(days=61))
    run_due_jobs()
    assert standing(subject) == []
    assert Instance.objects.get().ended == "ended"


def test_a_repetition_fires_at_its_times_and_no_oftener(office, clock):
    body = with_timer("<timeCycle>R2/P30D</timeCycle>", 'cancelActivity="false"')
    subject = begin(body, office.matter())
    (first,) = Job.objects.filter(name="flow.fire_timer")
    clock(first.run_at + timedelta(hours=1) - now())
    run_due_jobs()
    assert standing(subject) == ["a", "b"]
    clock(timedelta(days=400))
    run_due_jobs()
    assert standing(subject) == ["a", "b", "b"]
    assert [row.run_at - MONDAY for row in Job.objects.order_by("run_at").filter(name="flow.fire_timer")] == [
        timedelta(days=30),
        timedelta(days=60),
    ]


def test_a_timer_that_fired_is_not_fired_again_by_its_job_run_twice(office):
    subject = begin(with_timer("<timeCycle>R/P1D</timeCycle>", 'cancelActivity="false"'), office.matter())
    job = Job.objects.get(name="flow.fire_timer")
    assert run_due_jobs() > 1
    fired = standing(subject).count("b")
    Job.objects.filter(pk=job.pk).update(state="waiting")
    run_due_jobs()
    assert standing(subject).count("b") == fired


def test_working_days_of_a_timer_follow_the_calendar(office):
    begin(with_timer("<timeDuration>5wd</timeDuration>"), office.matter())
    due = Job.objects.get(name="flow.fire_timer").run_at
    assert due.astimezone(MONDAY.tzinfo).isoformat() == "2026-11-24T00:00:00+08:00", (
        "five days after Monday 16, no weekend"
    )


def test_the_limit_of_a_step_is_its_due_time_on_the_desk(office):
    body = f'<startEvent id="s"/>{DRAFT}<endEvent id="e"/>{FLOWS}'.replace("tb:role", 'tb:limit="4wh" tb:role')
    subject = begin(body, office.matter())
    assert queries.open_work(subject, "a").due_at.astimezone(MONDAY.tzinfo).isoformat() == "2026-11-16T15:00:00+08:00"


def test_a_withdrawn_step_has_its_timer_again(office, clock):
    body = with_timer("<timeDuration>P60D</timeDuration>").replace(
        'tb:role="drafter"', 'tb:role="drafter" tb:moves="withdraw"'
    )
    body = body.replace(
        '<sequenceFlow id="f2" sourceRef="a" targetRef="e"/>',
        '<userTask id="c" name="审核"/><sequenceFlow id="f2" sourceRef="a" targetRef="c"/>'
        '<sequenceFlow id="f5" sourceRef="c" targetRef="e"/>',
    )
    subject = begin(body, office.matter())
    work = done_by(office.drafter, subject, "a")
    withdraw(work=work, actor=actor_of(office.drafter, at=MONDAY), at=MONDAY)
    clock(timedelta(days=61))
    run_due_jobs()
    assert standing(subject) == ["b"]


def test_a_message_for_a_process_that_does_not_wait_is_refused(office):
    subject = begin_model((MODELS / "catch-message.bpmn").read_bytes(), office.matter())
    with pytest.raises(Conflict, match="没有等待消息"):
        within(send_message, subject=subject, name="other", actor=system_actor(), at=MONDAY)
    within(send_message, subject=subject, name="paid", actor=system_actor(), at=MONDAY)
    assert standing(subject) == ["a"]
    with pytest.raises(Conflict):
        within(send_message, subject=subject, name="paid", actor=system_actor(), at=MONDAY)


def test_a_signal_reaches_the_other_processes_that_wait_for_it(office):
    waiting = begin_model((MODELS / "boundary-signal.bpmn").read_bytes(), office.matter(1))
    beside = begin_model((MODELS / "catch-message.bpmn").read_bytes(), office.matter(2))
    thrower = begin_model((MODELS / "throw-signal-end.bpmn").read_bytes(), office.matter(3))
    assert Token.objects.exclude(signals="").count() == 3
    complete(work=queries.open_work(thrower, "a"), actor=system_actor(), at=MONDAY)
    run_due_jobs()
    assert standing(waiting) == ["c", "d"]
    assert standing(thrower) == ["c"]
    assert standing(beside) == []


def test_a_service_that_fails_goes_on_where_the_process_says(office):
    subject = begin_model((MODELS / "boundary-error-on-step.bpmn").read_bytes(), office.matter())
    token = queries.open_work(subject, "a").token
    within(fail, subject=subject, token=token, error="E1", actor=system_actor(), at=MONDAY)
    assert standing(subject) == ["b"]


def test_an_error_that_nobody_catches_ends_the_process_as_failed(office):
    subject = begin_model((MODELS / "error-uncaught.bpmn").read_bytes(), office.matter())
    complete(work=queries.open_work(subject, "a"), actor=system_actor(), at=MONDAY)
    assert Instance.objects.get().ended == "failed"
    assert standing(subject) == []
