"""SQL that Django's query language cannot say: insert with dedupe, claim without waiting. Tested on both databases."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from tongban.foundation.jobs.models import Job

BATCH = 500  # rows of one INSERT; both databases allow more than 500 × 22 values

_CONFLICT = (
    " ON CONFLICT (dedupe_key) WHERE state IN ('waiting', 'running')"
    " DO UPDATE SET again = jobs_job.again OR jobs_job.state = 'running'"
)
_CLAIM = """
    UPDATE jobs_job SET state = 'running', holder = %s, lease_until = %s, started_at = %s,
           fence = fence + 1, attempts = attempts + 1
     WHERE id IN (SELECT id FROM jobs_job WHERE state = 'waiting' AND run_at <= %s
                   ORDER BY run_at, id LIMIT 1 {skip})
    RETURNING *"""
_DUE = "SELECT 1 FROM jobs_job WHERE state = 'waiting' AND run_at <= %s LIMIT 1"
_FINISH = """
    UPDATE jobs_job SET state = CASE WHEN again THEN 'waiting' ELSE 'done' END,
           run_at = CASE WHEN again THEN %s ELSE run_at END, attempts = CASE WHEN again THEN 0 ELSE attempts END,
           again = {false}, lease_until = NULL, finished_at = %s, last_error = '', result = %s
     WHERE id = %s AND state = 'running' AND holder = %s AND fence = %s"""


def insert(jobs: Sequence[Job]) -> None:
    """Store the rows. A row whose key is unfinished adds nothing, but one that runs just now will run once more.

    The conflicting row stays locked until this transaction ends (and this waits for another's): so no worker can take
    it before what it shall see is committed. Keys of one call differ and are sorted: two calls cannot lock crosswise.
    """
    for start in range(0, len(jobs), BATCH):
        _insert(jobs[start : start + BATCH])


def _insert(jobs: Sequence[Job]) -> None:
    fields = [field for field in Job._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(str(field.column) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    values = [field.get_db_prep_save(getattr(job, field.attname), connection) for job in jobs for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO jobs_job ({columns}) VALUES {', '.join([row] * len(jobs))}{_CONFLICT}", values)  # noqa: S608


def due(at: datetime) -> bool:
    """Whether anything is due; only reads, so an idle worker never asks SQLite for its one write lock."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [connection.ops.adapt_datetimefield_value(at)])
        return cursor.fetchone() is not None


def finish(job: Job, *, at: datetime, wall: datetime, result: object) -> bool:
    """The good end of a job, if it is still held under this claim; what was asked for again meanwhile waits again."""
    false = "false" if connection.vendor == "postgresql" else "0"
    times = [connection.ops.adapt_datetimefield_value(t) for t in (at, wall)]
    plain = Job._meta.get_field("result").get_db_prep_save(result, connection)
    with connection.cursor() as cursor:
        cursor.execute(_FINISH.format(false=false), [*times, plain, job.pk, job.holder, job.fence])
        return bool(cursor.rowcount)


def claim(*, holder: str, at: datetime, wall: datetime, lease_until: datetime) -> Job | None:
    """The next due job, now held by `holder`; None when nothing is due that nobody else is just taking."""
    skip = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    times = [connection.ops.adapt_datetimefield_value(t) for t in (lease_until, wall, at)]
    with transaction.atomic():  # IMMEDIATE on SQLite
        found = list(Job.objects.raw(_CLAIM.format(skip=skip), [holder, *times]))
    return found[0] if found else None
