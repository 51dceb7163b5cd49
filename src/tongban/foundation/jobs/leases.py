"""Taking work, keeping it, giving it back: every write is fenced by holder and claim, and says whether it held."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When

from tongban.foundation.jobs import rules, sql
from tongban.foundation.jobs.contracts import DEAD, RUNNING, WAITING
from tongban.foundation.jobs.models import Job, Leased, Schedule
from tongban.foundation.jobs.running import Progress
from tongban.kernel.jobs import jobs as registry

LOST_WORKER = "worker.lost\n执行进程中断，租约到期。"


def take_job(*, holder: str, at: datetime, wall: datetime, lease: timedelta) -> Job | None:
    return sql.claim(holder=holder, at=at, wall=wall, lease_until=wall + lease) if sql.due(at) else None


def ensure_schedules(at: datetime) -> None:
    """A row for each periodic job of this code; it is due at once."""
    names = [job.name for job in registry.values() if job.every is not None]
    Schedule.objects.bulk_create([Schedule(name=name, next_at=at) for name in names], ignore_conflicts=True)


def take_schedule(*, holder: str, at: datetime, wall: datetime, lease: timedelta) -> Schedule | None:
    """The periodic job that is due longest and that nobody runs.

    One that lies further off than its pause is due as well: the development clock was moved back.
    """
    free = Schedule.objects.filter(Q(lease_until=None) | Q(lease_until__lt=wall)).order_by("next_at")
    for row in free:
        job = registry.get(row.name)
        if job is None or job.every is None:
            continue
        pause = rules.periodic_wait(job.every, row.failures)
        if (row.next_at <= at or row.next_at > at + pause) and _claim(row, holder=holder, wall=wall, lease=lease):
            return row
    return None


def _claim(row: Schedule, *, holder: str, wall: datetime, lease: timedelta) -> bool:
    same = Schedule.objects.filter(pk=row.pk, fence=row.fence)
    row.holder, row.fence, row.lease_until, row.started_at = holder, row.fence + 1, wall + lease, wall
    return same.update(holder=holder, fence=row.fence, lease_until=row.lease_until, started_at=wall) == 1


def extend(row: Leased, *, until: datetime) -> bool:
    return _write(row, lease_until=until)


def write_progress(row: Leased, progress: Progress) -> bool:
    values = {"progress_done": progress.done, "progress_total": progress.total, "progress_text": progress.text}
    return not isinstance(row, Job) or _write(row, **values)


def finish(row: Leased, *, at: datetime, wall: datetime, result: object = None) -> bool:
    """Write down the good end; False when the lease was lost."""
    if isinstance(row, Schedule):
        return _finish_schedule(row, at=at, wall=wall, error="")
    assert isinstance(row, Job)
    return sql.finish(row, at=at, wall=wall, result=result)


def fail(row: Leased, *, at: datetime, wall: datetime, error: str) -> bool:
    """Write down the failure: tried again after a pause, or dead when the attempts are used up."""
    if isinstance(row, Schedule):
        return _finish_schedule(row, at=at, wall=wall, error=error)
    assert isinstance(row, Job)
    given_up = row.attempts >= row.max_attempts
    return _write(
        row,
        state=DEAD if given_up else WAITING,
        run_at=row.run_at if given_up else at + rules.back_off(row.attempts),
        finished_at=wall if given_up else None,
        again=False, lease_until=None, last_error=error,
    )  # fmt: skip


def hand_back(row: Leased, *, at: datetime) -> bool:
    """The job has done a piece and goes to the end of what is due; a periodic one simply ends."""
    if not isinstance(row, Job):
        return finish(row, at=at, wall=at)
    return _write(row, state=WAITING, run_at=at, attempts=0, again=False, lease_until=None, last_error="")


def release_expired(*, wall: datetime) -> int:
    """Give back what died with its worker; a job that has killed its worker as often as it may run is dead."""
    expired = Job.objects.filter(state=RUNNING, lease_until__lt=wall)
    if not expired.exists():
        return 0
    used_up = Q(attempts__gte=F("max_attempts"))
    return expired.update(
        state=Case(When(used_up, then=Value(DEAD)), default=Value(WAITING)),
        finished_at=Case(When(used_up, then=Value(wall)), default=Value(None)),
        again=False, lease_until=None, last_error=LOST_WORKER,
    )  # fmt: skip


def _finish_schedule(row: Schedule, *, at: datetime, wall: datetime, error: str) -> bool:
    failures = row.failures + 1 if error else 0
    every = registry[row.name].every or 0.0
    pause = rules.periodic_wait(every, failures)
    spent = min(wall - row.started_at, pause) if row.started_at and not error else timedelta()
    return _write(
        row,
        next_at=at + pause - spent, lease_until=None, finished_at=wall, failures=failures, last_error=error
    )  # fmt: skip


def _write(row: Leased, **values: object) -> bool:
    """Change the row if it is still held under this claim."""
    if isinstance(row, Job):
        held: QuerySet[Any] = Job.objects.filter(state=RUNNING)
    else:
        held = Schedule.objects.all()
    return bool(held.filter(pk=row.pk, holder=row.holder, fence=row.fence).update(**values))
