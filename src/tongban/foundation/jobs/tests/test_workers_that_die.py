"""Real worker processes on both databases: killed, frozen, told to stop, two at once."""

import itertools
import os
import signal
import time
from datetime import timedelta

from django.db import transaction

from tongban.foundation.jobs.contracts import DEAD, DONE, RUNNING
from tongban.foundation.jobs.models import Job
from tongban.foundation.jobs.tests.conftest import Scratch
from tongban.kernel.now import now


def test_kill_in_the_middle_loses_nothing_and_doubles_nothing(scratch: Scratch) -> None:
    scratch.enqueue("jobs.slow", times=12, seconds=0.08)
    first = scratch.start_worker(threads=2)
    second = scratch.start_worker(threads=2)
    scratch.wait_for(lambda: Job.objects.filter(state=DONE).count() >= 3 and Job.objects.filter(state=RUNNING).exists())
    first.kill()
    scratch.wait_for(lambda: Job.objects.filter(state=DONE).count() == 12)
    assert scratch.count("SELECT count(*) FROM effect") == 12
    assert second.is_alive()


def test_a_job_interrupted_after_its_effect_runs_again_without_doubling_it(scratch: Scratch) -> None:
    scratch.enqueue("jobs.slow", seconds=0.6)
    scratch.start_worker()
    scratch.wait_for(lambda: scratch.count("SELECT count(*) FROM effect") == 1)
    scratch.processes[0].kill()
    scratch.start_worker()
    scratch.wait_for(lambda: Job.objects.get().state == DONE)
    assert {("end", 1), ("end", 2)} & set(scratch.moments()) == {("end", 2)}
    assert scratch.count("SELECT count(*) FROM effect") == 1


def test_a_job_that_kills_its_worker_each_time_ends_as_a_dead_letter(scratch: Scratch) -> None:
    scratch.enqueue("jobs.slow", seconds=30)
    Job.objects.update(max_attempts=1)
    scratch.start_worker(lease=0.3)
    scratch.wait_for(lambda: ("start", 1) in scratch.moments())
    scratch.processes[0].kill()
    scratch.start_worker(lease=0.3)
    scratch.wait_for(lambda: Job.objects.get().state == DEAD)
    assert Job.objects.get().last_error.startswith("worker.lost")


def test_a_worker_that_froze_past_its_lease_does_not_write_the_end(scratch: Scratch) -> None:
    scratch.enqueue("jobs.slow", seconds=0.5)
    frozen = scratch.start_worker(lease=0.4)
    scratch.wait_for(lambda: ("start", 1) in scratch.moments())
    os.kill(frozen.pid, signal.SIGSTOP)
    scratch.start_worker(lease=0.4)
    scratch.wait_for(lambda: ("start", 2) in scratch.moments())
    os.kill(frozen.pid, signal.SIGCONT)
    scratch.wait_for(lambda: {("end", 1), ("end", 2)} <= set(scratch.moments()))
    scratch.wait_for(lambda: Job.objects.get().state == DONE)
    done = Job.objects.get()
    assert done.fence == 2
    assert f":{scratch.processes[1].pid}:" in done.holder
    assert scratch.count("SELECT count(*) FROM effect") == 1


def test_sigterm_finishes_the_job_under_way_and_takes_no_other(scratch: Scratch) -> None:
    scratch.enqueue("jobs.slow", times=3, seconds=0.4)
    process = scratch.start_worker()
    scratch.wait_for(lambda: ("start", 1) in scratch.moments())
    process.terminate()
    process.join(5)
    assert process.exitcode == 0
    assert sorted(Job.objects.values_list("state", flat=True)) == ["done", "waiting", "waiting"]


def test_a_periodic_job_runs_in_one_worker_at_a_time(scratch: Scratch) -> None:
    scratch.start_worker()
    scratch.start_worker()
    scratch.wait_for(lambda: scratch.count("SELECT count(*) FROM moment WHERE what = 'tock'") >= 6)
    words = [what for what, _ in scratch.moments()]
    assert all(a != b for a, b in itertools.pairwise(words)), "two ran at once"
    fences = [fence for what, fence in scratch.moments() if what == "tick"]
    assert fences == sorted(set(fences)), "one run was done twice"


def test_progress_is_seen_while_the_job_runs(scratch: Scratch) -> None:
    scratch.enqueue("jobs.reporting", steps=40)
    scratch.start_worker(lease=3)
    scratch.wait_for(lambda: Job.objects.filter(state=RUNNING, progress_done__gt=0, progress_total=40).exists())


def test_long_work_lets_others_go_before_between_its_pieces(scratch: Scratch) -> None:
    scratch.enqueue("jobs.piecemeal", pieces=5)
    scratch.enqueue("jobs.slow", times=2, at=now() + timedelta(milliseconds=1), seconds=0)
    scratch.start_worker()
    scratch.wait_for(lambda: Job.objects.filter(state=DONE).count() == 3)
    words = [what for what, _ in scratch.moments() if what in {"piece", "end"}]
    assert words == ["piece", "end", "end", *["piece"] * 4]
    long = Job.objects.get(name="jobs.piecemeal")
    assert (long.progress_done, long.progress_total, long.last_error) == (5, 5, "")
    assert long.attempts == 1, "each piece has all attempts anew"


def test_the_heartbeat_keeps_a_job_that_is_longer_than_its_lease(scratch: Scratch) -> None:
    scratch.enqueue("jobs.slow", seconds=1.5)
    scratch.start_worker(lease=0.5)
    scratch.start_worker(lease=0.5)
    scratch.wait_for(lambda: Job.objects.get().state == DONE)
    assert Job.objects.get().fence == 1


def test_a_job_asked_for_again_starts_only_after_that_was_committed(scratch: Scratch) -> None:
    """Or it could run between the two and miss what the second one is about."""
    scratch.start_worker()
    scratch.wait_for(lambda: scratch.count("SELECT count(*) FROM moment") > 0)
    scratch.enqueue("jobs.slow", at=now() + timedelta(seconds=0.2), key="k", seconds=0)
    with transaction.atomic():
        scratch.enqueue("jobs.slow", key="k", seconds=0)
        time.sleep(0.5)
        assert Job.objects.get().fence == 0
    scratch.wait_for(lambda: Job.objects.get().state == DONE)
