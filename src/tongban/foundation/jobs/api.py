"""The door of background work. Enqueueing is the kernel's: `enqueue("app.job", …)` inside an operation."""

from tongban.foundation.jobs.contracts import DEAD, DONE, PERMISSIONS, RUNNING, WAITING, LeaseLost, job_label
from tongban.foundation.jobs.operations import discard_dead, retry_dead
from tongban.foundation.jobs.queries import (
    dead_jobs,
    figures,
    job_by_id,
    latest_with_key,
    periodic_jobs,
    running_jobs,
    waiting_jobs,
)
from tongban.foundation.jobs.rules import back_off
from tongban.foundation.jobs.running import hand_back, job_key, progress
from tongban.foundation.jobs.worker import main, worker

__all__ = [
    "DEAD",
    "DONE",
    "PERMISSIONS",
    "RUNNING",
    "WAITING",
    "LeaseLost",
    "back_off",
    "dead_jobs",
    "discard_dead",
    "figures",
    "hand_back",
    "job_by_id",
    "job_key",
    "job_label",
    "latest_with_key",
    "main",
    "periodic_jobs",
    "progress",
    "retry_dead",
    "running_jobs",
    "waiting_jobs",
    "worker",
]
