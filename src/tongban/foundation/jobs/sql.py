"""SQL that Django's query language cannot say: insert with dedupe, claim without waiting. Tested on both databases."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from tongban.foundation.jobs.models import Job
from tongban.kernel.sql import Shape, execute, fetch, insert_rows, load, moment

JOB = Shape(Job)
_CONFLICT = (
    "ON CONFLICT (dedupe_key) WHERE state IN ('waiting', 'running')"
    " DO UPDATE SET again = jobs_job.again OR jobs_job.state = 'running'"
)
_CLAIM = """
    UPDATE jobs_job SET state = 'running', holder = %s, lease_until = %s, started_at = %s,
           fence = fence + 1, attempts = attempts + 1
     WHERE id IN (SELECT id FROM jobs_job WHERE state = 'waiting' AND run_at <= %s
                   ORDER BY run_at, id LIMIT 1 {skip})
    RETURNING {columns}"""
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
    insert_rows(jobs, conflict=_CONFLICT)


def due(at: datetime) -> bool:
    """Whether anything is due; only reads, so an idle worker never asks SQLite for its one write lock."""
    return bool(fetch(_DUE, [moment(at)]))


def finish(job: Job, *, at: datetime, wall: datetime, result: object) -> bool:
    """The good end of a job, if it is still held under this claim; what was asked for again meanwhile waits again."""
    false = "false" if connection.vendor == "postgresql" else "0"
    plain = Job._meta.get_field("result").get_db_prep_save(result, connection)
    return bool(execute(_FINISH.format(false=false), [moment(at), moment(wall), plain, job.pk, job.holder, job.fence]))


def claim(*, holder: str, at: datetime, wall: datetime, lease_until: datetime) -> Job | None:
    """The next due job, now held by `holder`; None when nothing is due that nobody else is just taking."""
    skip = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    times = [moment(t) for t in (lease_until, wall, at)]
    with transaction.atomic():  # IMMEDIATE on SQLite
        found = load(_CLAIM.format(skip=skip, columns=JOB.columns("jobs_job")), [holder, *times], JOB)
    return found[0][0] if found else None
