"""The job under way in this thread: its key, its progress, whether it still holds its lease."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn

from tongban.foundation.jobs.contracts import HandedBack, LeaseLost
from tongban.foundation.jobs.models import Job, Leased


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    total: int | None
    text: str


@dataclass(slots=True, eq=False)
class Running:
    """`row` as it was claimed. The job sets `progress` and `result`; the heartbeat writes progress down and sets `lost`."""

    row: Leased
    started: datetime
    progress: Progress | None = None
    lost: bool = False
    result: Any = None
    written: Progress | None = field(default=None, repr=False)


_running: ContextVar[Running | None] = ContextVar("tongban_running_job", default=None)


def running() -> Running | None:
    """The job under way in this thread, or None."""
    return _running.get()


@contextmanager
def as_running(current: Running) -> Iterator[Running]:
    token = _running.set(current)
    try:
        yield current
    finally:
        _running.reset(token)


def progress(done: int, total: int | None = None, text: str = "") -> None:
    """Tell how far long work is: `done` of `total` (None: unknown), `text` in Chinese. Free to call as often as wished.

    It is written at most once a second, by another connection, so it shows even while a transaction is open (on SQLite
    only between two). Raises LeaseLost when another worker has taken the job over. Outside of a job it does nothing.
    """
    current = _running.get()
    if current is None:
        return
    if current.lost:
        raise LeaseLost
    current.progress = Progress(done, total, text[:200])


def hand_back() -> NoReturn:
    """End this piece of long work; the same job is run again after everything that is due by now.

    So work of minutes lets the short jobs of others through. The job itself must find out where it stands.
    """
    raise HandedBack


def job_key(part: str = "") -> str | None:
    """The request key of the job under way, the same in each attempt: an operation called with it acts once."""
    current = _running.get()
    if current is None or not isinstance(current.row, Job):
        return None
    return f"job:{current.row.pk}:{current.row.created_at.timestamp():.6f}:{part}"
