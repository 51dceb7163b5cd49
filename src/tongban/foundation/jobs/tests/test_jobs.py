"""Enqueueing, running, failing, and what the administrator does, in one process."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from tongban.foundation.jobs import leases
from tongban.foundation.jobs.api import discard_dead, figures, job_key, progress, retry_dead
from tongban.foundation.jobs.contracts import DEAD, DONE, RUNNING, WAITING
from tongban.foundation.jobs.jobs import sweep_finished
from tongban.foundation.jobs.models import Job, Schedule
from tongban.foundation.jobs.testing import run_due_jobs
from tongban.foundation.jobs.tests.operations import order
from tongban.foundation.jobs.worker import Worker, wall
from tongban.kernel import ports
from tongban.kernel.actor import system_actor
from tongban.kernel.context import request_id, under_request_id
from tongban.kernel.errors import Conflict
from tongban.kernel.jobs import Enqueued, job
from tongban.kernel.now import now

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=30)
seen: list[Any] = []


@job()
def note_down(**payload: Any) -> None:
    seen.append((payload, request_id(), job_key()))


@job(attempts=2)
def fail(*, text: str) -> None:
    raise RuntimeError(text)


@job()
def ask_for_itself() -> None:
    """While it runs, somebody asks for it again, twice."""
    seen.append("ran")
    if len(seen) == 1:
        put("jobs.ask_for_itself", key="k")
        put("jobs.ask_for_itself", key="k")


@pytest.fixture(autouse=True)
def nothing_seen() -> None:
    seen.clear()


def put(name: str, *, at: datetime | None = None, key: str | None = None, **payload: Any) -> None:
    ports.jobs().enqueue([Enqueued(name, payload, at or now(), key)], request_id="r1")


def take(holder: str = "me") -> Job:
    row = leases.take_job(holder=holder, at=now(), wall=wall(), lease=LEASE)
    assert row is not None
    return row


def a_worker() -> Worker:
    return Worker(stop=None)  # type: ignore[arg-type]  turns by hand need no stop


def test_an_operation_enqueues_with_its_commit_and_the_job_bears_its_request_id() -> None:
    with under_request_id("abc"):
        order(actor=system_actor(), at=now())
    assert run_due_jobs() == 1
    payload, request, _ = seen[0]
    assert (payload["number"], request) == (1, "abc")


def test_what_is_rolled_back_leaves_no_row() -> None:
    with pytest.raises(Conflict):
        order(actor=system_actor(), at=now(), fails=True)
    with transaction.atomic():
        put("jobs.note_down")
        transaction.set_rollback(True)
    assert Job.objects.count() == 0


def test_an_unknown_job_is_refused_at_once() -> None:
    with pytest.raises(LookupError):
        put("jobs.no_such")


def test_many_rows_are_one_statement(django_assert_num_queries: Any) -> None:
    rows = [Enqueued("jobs.note_down", {"n": n}, now(), f"k{n % 50}" if n % 2 else None) for n in range(300)]
    with django_assert_num_queries(1):
        ports.jobs().enqueue(rows, request_id="")
    assert Job.objects.count() == 150 + 25


def test_one_unfinished_job_per_key() -> None:
    for _ in range(3):
        put("jobs.note_down", key="k")
    assert run_due_jobs() == 1
    put("jobs.note_down", key="k")
    assert run_due_jobs() == 1


def test_a_job_asked_for_while_it_runs_runs_once_more() -> None:
    put("jobs.ask_for_itself", key="k")
    assert run_due_jobs() == 2
    assert (seen, Job.objects.get().state) == (["ran", "ran"], DONE)


def test_jobs_run_in_the_order_they_are_due_and_not_before() -> None:
    for days in (-1, -3, 1, -2):
        put("jobs.note_down", at=now() + timedelta(days=days), n=days)
    assert run_due_jobs() == 3
    assert [payload["n"] for payload, _, _ in seen] == [-3, -2, -1]


def test_a_failure_is_tried_again_later_and_then_given_up() -> None:
    put("jobs.fail", text="坏了")
    worker = a_worker()
    worker.do(take())
    row = Job.objects.get()
    assert (row.state, row.attempts) == (WAITING, 1)
    assert timedelta(seconds=3) < row.run_at - now() <= timedelta(seconds=4)
    assert row.last_error.splitlines()[:2] == ["builtins.RuntimeError", "坏了"]
    Job.objects.update(run_at=now())
    worker.do(take())
    assert Job.objects.get().state == DEAD


def test_the_key_of_a_job_is_the_same_in_each_attempt() -> None:
    put("jobs.note_down")
    worker = a_worker()
    worker.do(take())
    Job.objects.update(state=WAITING)
    worker.do(take())
    assert seen[0][2] == seen[1][2] is not None
    assert job_key() is None


def test_who_lost_the_lease_writes_no_end() -> None:
    put("jobs.note_down")
    mine = take("me")
    assert leases.release_expired(wall=wall() + LEASE + timedelta(seconds=1)) == 1
    theirs = take("they")
    times = {"at": now(), "wall": wall()}
    assert not leases.finish(mine, **times)
    assert not leases.fail(mine, error="x", **times)
    assert not leases.extend(mine, until=wall() + LEASE)
    assert Job.objects.get().state == RUNNING
    assert leases.finish(theirs, **times)


def test_progress_outside_of_a_job_does_nothing() -> None:
    progress(1, 2, "一半")


def test_a_dead_job_is_retried_or_discarded_by_the_administrator() -> None:
    put("jobs.note_down")
    put("jobs.fail", text="坏了")
    Job.objects.update(state=DEAD, attempts=8)
    first, second = Job.objects.order_by("id")
    assert retry_dead(job=first, actor=system_actor(), at=now()).attempts == 0
    discard_dead(job=second, actor=system_actor(), at=now())
    assert run_due_jobs() == 1
    assert Job.objects.get().state == DONE


def test_only_dead_jobs_are_retried_and_only_where_none_of_their_key_waits() -> None:
    put("jobs.note_down", key="k")
    with pytest.raises(Conflict, match="已不在失败状态"):
        retry_dead(job=Job.objects.get(), actor=system_actor(), at=now())
    Job.objects.update(state=DEAD)
    put("jobs.note_down", key="k")
    with pytest.raises(Conflict, match="已经在排队"):
        retry_dead(job=Job.objects.get(state=DEAD), actor=system_actor(), at=now())


def test_finished_jobs_are_swept_after_a_week() -> None:
    for days in (6, 8):
        put("jobs.note_down", n=days)
        Job.objects.filter(state=WAITING).update(state=DONE, finished_at=now() - timedelta(days=days))
    sweep_finished()
    assert Job.objects.get().payload == {"n": 6}


def test_figures_tell_what_waits_and_since_when() -> None:
    put("jobs.note_down", at=now() - timedelta(days=300))
    put("jobs.note_down", at=now() + timedelta(hours=1))
    put("jobs.fail", text="x")
    Job.objects.filter(name="jobs.fail").update(state=DEAD)
    found = figures(now() + timedelta(minutes=1))
    assert (found["jobs_waiting"], found["jobs_running"], found["jobs_dead"]) == (2, 0, 1)
    assert 55 < found["jobs_oldest_waiting_seconds"] < 65, "an old business time is not a long queue"


def test_a_periodic_job_pauses_and_slows_down_when_it_fails() -> None:
    Schedule.objects.create(name="jobs.sweep_finished", next_at=now())
    took = {"holder": "me", "wall": wall(), "lease": LEASE}
    row = leases.take_schedule(at=now(), **took)
    assert row is not None
    assert leases.take_schedule(at=now(), **took) is None
    leases.fail(row, at=now(), wall=wall(), error="x")
    assert leases.take_schedule(at=now() + timedelta(seconds=599), **took) is None
    again = leases.take_schedule(at=now() + timedelta(seconds=601), **took)
    assert again is not None
    assert (again.failures, again.fence) == (1, 2)


def test_a_clock_moved_back_does_not_stop_periodic_jobs() -> None:
    Schedule.objects.create(name="jobs.sweep_finished", next_at=now() + timedelta(days=30))
    assert leases.take_schedule(holder="me", at=now(), wall=wall(), lease=LEASE) is not None
