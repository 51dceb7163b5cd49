"""What the administrator and the metrics read."""

from datetime import datetime

from django.db.models import Min, Q, QuerySet
from django.db.models.functions import Greatest

from tongban.foundation.jobs.contracts import DEAD, RUNNING, WAITING
from tongban.foundation.jobs.models import Job, Schedule
from tongban.kernel.errors import NotFound
from tongban.kernel.jobs import jobs as registry


def figures(at: datetime) -> dict[str, float]:
    """Metrics: jobs by state; in seconds, the age of the oldest job that is due and how late periodic jobs are."""
    due = Job.objects.filter(state=WAITING, run_at__lte=at)
    oldest = due.aggregate(oldest=Min(Greatest("run_at", "created_at")))["oldest"]
    late = Schedule.objects.filter(name__in=_periodic_names(), lease_until=None).aggregate(next=Min("next_at"))["next"]
    return {
        "jobs_waiting": Job.objects.filter(state=WAITING).count(),
        "jobs_running": Job.objects.filter(state=RUNNING).count(),
        "jobs_dead": Job.objects.filter(state=DEAD).count(),
        "jobs_oldest_waiting_seconds": _age(oldest, at),
        "jobs_periodic_late_seconds": _age(late, at),
    }


def dead_jobs() -> QuerySet[Job]:
    """Jobs that gave up, the newest first."""
    return Job.objects.filter(state=DEAD).order_by("-id")


def running_jobs() -> QuerySet[Job]:
    """Jobs under way, with their progress; also those that let others go before between two pieces of their work."""
    between = Q(state=WAITING, progress_done__gt=0)
    return Job.objects.filter(Q(state=RUNNING) | between).order_by("started_at")


def latest_with_key(dedupe_key: str) -> Job | None:
    """The newest job of this key, whatever became of it."""
    return Job.objects.filter(dedupe_key=dedupe_key).order_by("-id").first()


def waiting_jobs() -> QuerySet[Job]:
    return Job.objects.filter(state=WAITING).order_by("run_at", "id")


def periodic_jobs() -> QuerySet[Schedule]:
    """The state of each periodic job of this code."""
    return Schedule.objects.filter(name__in=_periodic_names()).order_by("name")


def job_by_id(job_id: int) -> Job:
    """Raises NotFound."""
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        raise NotFound("没有这个后台任务，可能已经清理。")
    return job


def _periodic_names() -> list[str]:
    return [name for name, job in registry.items() if job.every is not None]


def _age(since: datetime | None, at: datetime) -> float:
    return max((at - since).total_seconds(), 0.0) if since else 0.0
