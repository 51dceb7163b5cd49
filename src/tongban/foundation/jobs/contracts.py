"""Words, figures and failures of background work."""

from typing import Final

from tongban.kernel.jobs import jobs

WAITING: Final = "waiting"  # due at run_at
RUNNING: Final = "running"  # held by a worker until lease_until
DONE: Final = "done"
DEAD: Final = "dead"  # gave up; waits for an administrator
UNFINISHED: Final = (WAITING, RUNNING)

PERMISSIONS: dict[str, str] = {"jobs.manage": "管理后台任务"}


def job_label(name: str) -> str:
    """The Chinese name of a job, or its dotted name where the code no longer has it."""
    job = jobs.get(name)
    return job.label if job else name


class LeaseLost(Exception):
    """Another worker holds this job now: the one that raises this must stop, and its end is not written down."""


class HandedBack(Exception):
    """Raised in a job that has done a piece of its work: the rest comes after what is due by now, with all attempts anew."""
