"""What the administrator does with jobs that gave up."""

from datetime import datetime

from django.db import IntegrityError, transaction

from tongban.foundation.jobs.contracts import DEAD, WAITING
from tongban.foundation.jobs.models import Job
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict
from tongban.kernel.operations import note, operation


@operation(may="jobs.manage", on="job")
def retry_dead(*, job: Job, actor: Actor, at: datetime) -> Job:
    """Let a dead job run again, with all its attempts. Conflict: it is not dead, or one of its key waits already."""
    dead = _locked_dead(job)
    dead.state, dead.attempts, dead.run_at, dead.finished_at = WAITING, 0, at, None
    try:
        with transaction.atomic():
            dead.save(update_fields=["state", "attempts", "run_at", "finished_at"])
    except IntegrityError:
        raise Conflict("同样的任务已经在排队，不需要重试；这一条可以放弃。", code="jobs.same-waits") from None
    note(job=dead.name)
    return dead


@operation(may="jobs.manage", on="job")
def discard_dead(*, job: Job, actor: Actor, at: datetime) -> None:
    """Give a dead job up for good. The audit entry keeps its name and the class of its last error."""
    dead = _locked_dead(job)
    note(job=dead.name, last_error=dead.last_error.partition("\n")[0])
    dead.delete()


def _locked_dead(job: Job) -> Job:
    found = Job.objects.select_for_update().filter(pk=job.pk, state=DEAD).first()
    if found is None:
        raise Conflict("这个任务已不在失败状态，可能刚被别人处理。请刷新列表。", code="jobs.not-dead")
    return found
