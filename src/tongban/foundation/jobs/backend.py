"""The back end of django-tasks over the table of jobs. TASKS = {"default": {"BACKEND": "…backend.JobTableBackend"}}.

A task is retried as a job is. The row is written in the transaction under way. Priorities are not supported.
`worker_ids` names the last holder once for each attempt: the earlier ones are not kept.
"""

from typing import Any

from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from tongban.foundation.jobs.contracts import DEAD, DONE, RUNNING, WAITING
from tongban.foundation.jobs.models import Job
from tongban.foundation.jobs.port import row_of
from tongban.kernel.context import request_id
from tongban.kernel.jobs import Enqueued
from tongban.kernel.now import now

RUN_TASK = "jobs.run_task"
STATUS = {
    WAITING: TaskResultStatus.READY,
    RUNNING: TaskResultStatus.RUNNING,
    DONE: TaskResultStatus.SUCCESSFUL,
    DEAD: TaskResultStatus.FAILED,
}


class JobTableBackend(BaseTaskBackend):
    supports_defer = True
    supports_async_task = True
    supports_get_result = True

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        recorded = now()
        payload = {"path": task.module_path, "args": list(args), "kwargs": dict(kwargs)}
        row = row_of(
            Enqueued(RUN_TASK, payload, task.run_after or recorded), request_id=request_id(), recorded=recorded
        )
        row.save()
        return result_of(row)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """Raises TaskResultDoesNotExist, also for a finished row that was swept."""
        row = Job.objects.filter(name=RUN_TASK, pk=int(result_id)).first() if result_id.isdecimal() else None
        if row is None:
            raise TaskResultDoesNotExist(result_id)
        return result_of(row)


def result_of(row: Job) -> TaskResult[Any]:
    """The row in the terms of django-tasks."""
    task: Task[..., Any] = import_string(row.payload["path"])
    result: TaskResult[Any] = TaskResult(
        task=task, id=str(row.pk), status=STATUS[row.state], enqueued_at=row.created_at, started_at=row.started_at,
        finished_at=row.finished_at, last_attempted_at=row.started_at, args=row.payload["args"],
        kwargs=row.payload["kwargs"], backend=task.backend, errors=_errors(row), worker_ids=[row.holder] * row.attempts,
    )  # fmt: skip
    object.__setattr__(result, "_return_value", row.result)  # the class is frozen and offers no other way
    return result


def _errors(row: Job) -> list[TaskError]:
    path, _, text = row.last_error.partition("\n")
    return [TaskError(exception_class_path=path, traceback=text)] if path else []
