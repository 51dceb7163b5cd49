"""Background entry points: the sweep of finished jobs, and what runs the tasks of django-tasks."""

from datetime import timedelta
from typing import Any

from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskContext

from tongban.foundation.jobs.backend import result_of
from tongban.foundation.jobs.contracts import DONE
from tongban.foundation.jobs.models import Job
from tongban.foundation.jobs.running import running
from tongban.kernel.jobs import job
from tongban.kernel.now import now
from tongban.kernel.plain import to_plain

KEPT = timedelta(days=7)
BATCH = 1000


@job(every=600, label="清理已完成的后台任务")
def sweep_finished() -> None:
    """Finished rows are kept for seven days. In batches, so that no lock lasts long."""
    old = Job.objects.filter(state=DONE, finished_at__lt=now() - KEPT).order_by("finished_at").values("pk")
    while Job.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:BATCH])).delete()[0]:
        pass


@job(label="运行任务")
def run_task(*, path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Run a @task of django-tasks; what it returns is kept on the row."""
    task: Task[..., Any] = import_string(path)
    current = running()
    assert current is not None
    assert isinstance(current.row, Job)
    if task.takes_context:
        args = [TaskContext(task_result=result_of(current.row)), *args]
    current.result = to_plain(task.call(*args, **kwargs))
