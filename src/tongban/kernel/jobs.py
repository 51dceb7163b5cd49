"""Background entry points. A job is a named function of JSON-ready keyword arguments; the table is foundation.jobs.

A job may run more than once (at least once, after a crash): it must be idempotent or call one operation with a request key.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from tongban.kernel.registry import Registry

JobFunction = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Job:
    """`every`: seconds between runs for a periodic job (one at a time over all workers), None for a job that is enqueued."""

    name: str
    run: JobFunction
    every: float | None = None
    attempts: int = 8
    label: str = ""


@dataclass(frozen=True, slots=True)
class Enqueued:
    """What the jobs port stores: one row. `dedupe_key` lets only one unfinished job of that key exist."""

    name: str
    payload: dict[str, Any]
    run_at: datetime
    dedupe_key: str | None = None


class JobsPort(Protocol):
    def enqueue(self, jobs: list[Enqueued], *, request_id: str) -> None:
        """Store the rows in the transaction under way: rolled back, they were never there."""


jobs: Registry[Job] = Registry("job")


def job_name(function: JobFunction) -> str:
    """tongban.<group>.<app>.<file>.<function> → app.function; tongban.<app>.<file>.<function> for an app of no group."""
    parts = function.__module__.split(".")
    place = min(2, len(parts) - 2) if parts[0] == "tongban" else 0
    app = parts[place]
    return f"{app}.{function.__name__}"


def job(*, every: float | None = None, attempts: int = 8, label: str = "") -> Callable[[JobFunction], JobFunction]:
    """Register a background entry point under its dotted name (app.function). `label` is its Chinese name for administrators."""

    def register(function: JobFunction) -> JobFunction:
        name = job_name(function)
        jobs.register(name, Job(name=name, run=function, every=every, attempts=attempts, label=label or name))
        return function

    return register
