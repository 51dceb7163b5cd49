"""The kernel's jobs port: rows written in the transaction under way."""

from datetime import datetime

from tongban.foundation.jobs import sql
from tongban.foundation.jobs.models import Job
from tongban.kernel import ports
from tongban.kernel.jobs import Enqueued
from tongban.kernel.jobs import jobs as registry
from tongban.kernel.now import now


class JobTable:
    """Fills ports.jobs. One INSERT whatever the number of rows; an unregistered name is a LookupError, at once."""

    def enqueue(self, jobs: list[Enqueued], *, request_id: str) -> None:
        recorded = now()  # when the row was written, apart from the time that the operation counts for
        rows = [row_of(job, request_id=request_id, recorded=recorded) for job in jobs]
        sql.insert(without_doubles(rows))


def row_of(job: Enqueued, *, request_id: str, recorded: datetime) -> Job:
    return Job(
        name=job.name, payload=job.payload, run_at=job.run_at, dedupe_key=job.dedupe_key,
        max_attempts=registry[job.name].attempts, request_id=request_id, created_at=recorded,
    )  # fmt: skip


def without_doubles(rows: list[Job]) -> list[Job]:
    """Each key once, the first wins; rows with a key come last, in the order of their keys."""
    keyed: dict[str, Job] = {}
    for row in rows:
        if row.dedupe_key is not None:
            keyed.setdefault(row.dedupe_key, row)
    return [row for row in rows if row.dedupe_key is None] + [keyed[key] for key in sorted(keyed)]


def fill_port() -> None:
    ports.jobs.fill(JobTable())
