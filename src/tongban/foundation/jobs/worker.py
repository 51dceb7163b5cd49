"""The worker: takes due work from the tables until it is told to stop.

    lanes      `threads` of them take jobs, else periodic jobs; one more only periodic jobs, so long work delays no sweep
    heartbeat  once a second: progress is written, leases are extended, what died with another worker is given back

Promised: each job runs at least once; at its end only the worker that still holds it writes so. Not promised: exactly
once. A job makes its effect guarded, by calling one operation with `job_key()` or by being repeatable.
"""

import os
import signal
import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import FrameType

import structlog
from django.db import InterfaceError, OperationalError, close_old_connections, connections

from tongban.foundation.jobs import leases, rules
from tongban.foundation.jobs.contracts import HandedBack, LeaseLost
from tongban.foundation.jobs.models import Job, Leased
from tongban.foundation.jobs.running import Running, as_running
from tongban.kernel.context import new_request_id, under_request_id
from tongban.kernel.jobs import jobs as registry
from tongban.kernel.now import now

LEASE = 30.0  # seconds; a worker that died is noticed after this time
BEAT = 1.0
SHORTEST_PAUSE, LONGEST_PAUSE = 0.02, 0.5
PAUSE_WITHOUT_DATABASE = 1.0

log = structlog.get_logger("jobs")


def wall() -> datetime:
    """The clock of leases: never moved, unlike now()."""
    return datetime.now(UTC)


def worker(stop: threading.Event, *, threads: int = 1, lease: float = LEASE) -> None:
    """Work until `stop` is set; then the jobs under way are finished and the connections closed. Blocks."""
    Worker(stop=stop, lease=timedelta(seconds=lease)).run(threads=threads)


def main(*, threads: int = 1) -> int:
    """A worker process: SIGTERM and SIGINT let it finish the jobs under way. Returns the exit code."""
    stop = threading.Event()

    def asked(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, asked)
    worker(stop, threads=threads)
    return 0


def holder_name() -> str:
    """Unique among workers: host, process and a random part, since process numbers come again."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


@dataclass(slots=True)
class Worker:
    stop: threading.Event
    lease: timedelta = timedelta(seconds=LEASE)
    holder: str = field(default_factory=holder_name)
    _held: set[Running] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, *, threads: int) -> None:
        self._prepare()
        ended = threading.Event()
        heart = threading.Thread(target=self._beat_until, args=(ended,), name="jobs-heartbeat")
        lanes = [threading.Thread(target=self._lane, args=(n > 0,), name=f"jobs-lane-{n}") for n in range(threads + 1)]
        log.info("jobs.worker_started", holder=self.holder, threads=threads)
        for thread in (heart, *lanes):
            thread.start()
        for thread in lanes:
            thread.join()
        ended.set()
        heart.join()
        log.info("jobs.worker_stopped", holder=self.holder)

    def _prepare(self) -> None:
        """Wait for a database that answers and has its tables: web and worker may start together."""
        ready = False
        while not ready and not self.stop.is_set():
            with self._surviving():
                leases.ensure_schedules(now())
                ready = True
        connections.close_all()

    def turn(self, *, with_jobs: bool = True) -> bool:
        """Do one piece of work that is due; False when there is none."""
        took = {"holder": self.holder, "at": now(), "wall": wall(), "lease": self.lease}
        row: Leased | None = leases.take_job(**took) if with_jobs else None  # type: ignore[arg-type]
        if row is None:
            row = leases.take_schedule(**took)  # type: ignore[arg-type]
        if row is None:
            return False
        self.do(row)
        return True

    def beat(self) -> None:
        """Write the news of what this worker holds; what was lost is marked, so that its end is not written."""
        moment = wall()
        for current in self._holding():
            self._tell(current)
            if current.row.lease_until - moment < self.lease * 2 / 3:  # type: ignore[operator]
                current.row.lease_until = moment + self.lease
                current.lost = not leases.extend(current.row, until=current.row.lease_until)

    def _tell(self, current: Running) -> None:
        if current.progress is not None and current.progress is not current.written:
            current.written = current.progress
            leases.write_progress(current.row, current.written)

    def do(self, row: Leased) -> None:
        """Run what was taken, and write its end."""
        payload, request_id = (row.payload, row.request_id) if isinstance(row, Job) else ({}, "")
        current = Running(row=row, started=wall())
        error: BaseException | None = None
        with (
            self._kept(current), as_running(current), under_request_id(request_id or new_request_id()) as id_,
            structlog.contextvars.bound_contextvars(request_id=id_, job=row.name),
        ):  # fmt: skip
            try:
                registry[row.name].run(**payload)
            except (Exception, SystemExit) as raised:  # noqa: BLE001  whatever it is, it is written down
                error = raised
            self._end(current, error)

    def _end(self, current: Running, error: BaseException | None) -> None:
        times = {"at": now(), "wall": wall()}
        self._tell(current)
        if isinstance(error, LeaseLost):
            held = False
        elif isinstance(error, HandedBack):
            held = leases.hand_back(current.row, at=times["at"])
        elif error is None:
            held = leases.finish(current.row, result=current.result, **times)
        else:
            log.warning("jobs.failed", error=rules.failure_path(error), fence=current.row.fence)
            held = leases.fail(current.row, error=rules.failure_text(error), **times)
        if not held:
            log.warning("jobs.lease_lost", fence=current.row.fence)

    def _lane(self, with_jobs: bool) -> None:
        pause = SHORTEST_PAUSE
        try:
            while not self.stop.is_set():
                if self._guarded_turn(with_jobs):
                    pause = SHORTEST_PAUSE
                else:
                    self.stop.wait(pause)
                    pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            connections.close_all()

    def _guarded_turn(self, with_jobs: bool) -> bool:
        with self._surviving():
            if self.turn(with_jobs=with_jobs):
                return True
            close_old_connections()
        return False

    def _beat_until(self, ended: threading.Event) -> None:
        try:
            while not ended.wait(min(BEAT, self.lease.total_seconds() / 6)):
                with self._surviving():
                    self.beat()
                    if freed := leases.release_expired(wall=wall()):
                        log.warning("jobs.given_back", count=freed)
        finally:
            connections.close_all()

    @contextmanager
    def _surviving(self) -> Iterator[None]:
        """A database that is away, or a defect of the worker itself, costs a second and a line in the log only."""
        try:
            yield
        except (OperationalError, InterfaceError) as error:
            log.warning("jobs.database_away", error=rules.failure_path(error))
            connections.close_all()
            self.stop.wait(PAUSE_WITHOUT_DATABASE)
        except Exception:
            log.exception("jobs.worker_failed")
            connections.close_all()
            self.stop.wait(PAUSE_WITHOUT_DATABASE)

    @contextmanager
    def _kept(self, current: Running) -> Iterator[None]:
        with self._lock:
            self._held.add(current)
        try:
            yield
        finally:
            with self._lock:
                self._held.discard(current)

    def _holding(self) -> list[Running]:
        with self._lock:
            return list(self._held)
