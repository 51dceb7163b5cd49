"""For tests of any app: run what is due, here and now."""

import threading
from datetime import timedelta

from tongban.foundation.jobs import leases
from tongban.foundation.jobs.contracts import DONE
from tongban.foundation.jobs.models import Job
from tongban.foundation.jobs.worker import Worker, wall
from tongban.kernel.now import now


def run_due_jobs(*, limit: int = 1000) -> int:
    """Run the due jobs, and those they enqueue, here and now; returns how many. A failed job fails the test."""
    worker = Worker(stop=threading.Event())
    done = 0
    while done < limit:
        row = leases.take_job(holder=worker.holder, at=now(), wall=wall(), lease=timedelta(minutes=5))
        if row is None:
            return done
        worker.do(row)
        row.refresh_from_db()
        assert row.state == DONE or not row.last_error, f"{row.name}: {row.last_error}"
        done += 1
    raise AssertionError(f"more than {limit} jobs: do they enqueue each other?")


def waiting_names() -> list[str]:
    """The names of the jobs that wait, in the order of their rows."""
    return list(Job.objects.filter(state="waiting").order_by("id").values_list("name", flat=True))
