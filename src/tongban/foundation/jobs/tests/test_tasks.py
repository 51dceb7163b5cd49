"""The interface of django-tasks over the same table."""

from datetime import timedelta

import pytest
from django_tasks import TaskContext, TaskResultStatus, task
from django_tasks.exceptions import TaskResultDoesNotExist

from tongban.foundation.jobs.models import Job
from tongban.foundation.jobs.testing import run_due_jobs
from tongban.foundation.jobs.worker import Worker
from tongban.kernel.now import now

pytestmark = pytest.mark.django_db


@task
def add(one: int, *, other: int) -> int:
    return one + other


@task(takes_context=True)
def which_attempt(context: TaskContext) -> int:
    return context.attempt


@task
def break_down() -> None:
    raise ValueError("坏了")


def test_a_task_is_run_by_the_worker_and_its_result_is_read_back() -> None:
    result = add.enqueue(2, other=3)
    assert result.status == TaskResultStatus.READY
    assert run_due_jobs() == 1
    result.refresh()
    assert (result.status, result.return_value) == (TaskResultStatus.SUCCESSFUL, 5)
    assert add.get_result(result.id).finished_at is not None


def test_a_task_is_deferred_and_told_about_its_attempt() -> None:
    later = which_attempt.using(run_after=now() + timedelta(hours=1)).enqueue()
    first = which_attempt.enqueue()
    assert run_due_jobs() == 1
    assert which_attempt.get_result(first.id).return_value == 1
    assert which_attempt.get_result(later.id).status == TaskResultStatus.READY


def test_a_failed_task_tells_its_error() -> None:
    result = break_down.enqueue()
    Job.objects.update(max_attempts=1)
    Worker(stop=None).turn()  # type: ignore[arg-type]
    result.refresh()
    assert result.status == TaskResultStatus.FAILED
    assert result.errors[0].exception_class is ValueError


def test_an_unknown_result_does_not_exist() -> None:
    for name in ("404", "x"):
        with pytest.raises(TaskResultDoesNotExist):
            add.get_backend().get_result(name)
