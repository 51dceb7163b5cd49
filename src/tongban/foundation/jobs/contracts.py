"""Words, figures and failures of background work."""

from typing import Final

WAITING: Final = "waiting"  # due at run_at
RUNNING: Final = "running"  # held by a worker until lease_until
DONE: Final = "done"
DEAD: Final = "dead"  # gave up; waits for an administrator
UNFINISHED: Final = (WAITING, RUNNING)

PERMISSIONS: dict[str, str] = {"jobs.manage": "管理后台任务"}


class LeaseLost(Exception):
    """Another worker holds this job now: the one that raises this must stop, and its end is not written down."""
