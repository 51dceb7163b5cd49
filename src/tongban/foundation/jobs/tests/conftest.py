"""A database of its own for tests with real worker processes, of the kind that the settings name."""

import os
import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, connections

from tongban.config import env
from tongban.foundation.jobs.api import worker
from tongban.foundation.jobs.models import Job, Schedule
from tongban.foundation.jobs.tests import scratch_jobs
from tongban.kernel import ports
from tongban.kernel.jobs import Enqueued, jobs
from tongban.kernel.now import now


class Scratch:
    """The database, and the worker processes on it (forked: as real as any, and quick to start)."""

    def __init__(self) -> None:
        self.processes: list[BaseProcess] = []

    def start_worker(self, *, lease: float = 0.6, threads: int = 1) -> BaseProcess:
        connection.close()  # a connection must not be shared over a fork
        process = get_context("fork").Process(target=_work, args=(lease, threads))
        process.start()
        self.processes.append(process)
        return process

    def enqueue(
        self, name: str, *, times: int = 1, at: datetime | None = None, key: str | None = None, **payload: Any
    ) -> None:
        ports.jobs().enqueue([Enqueued(name, payload, at or now(), key)] * times, request_id="r")

    def count(self, sql: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return int(cursor.fetchone()[0])

    def moments(self) -> list[tuple[str, int]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT what, fence FROM moment ORDER BY happened")
            return cursor.fetchall()

    def wait_for(self, happened: Callable[[], bool], *, seconds: float = 8.0) -> None:
        end = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < end, f"not within {seconds} s"
            time.sleep(0.01)


def _work(lease: float, threads: int) -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    for name in set(jobs) - {f"jobs.{made}" for made in ("slow", "reporting", "piecemeal", "ticking")}:
        jobs._members.pop(name)  # the periodic jobs of other apps have no tables here
    worker(stop, lease=lease, threads=threads)


@pytest.fixture
def scratch(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[Scratch]:
    with django_db_blocker.unblock(), _database(tmp_path) as url, _default_is(url):
        with connection.schema_editor() as editor:
            editor.create_model(Job)
            editor.create_model(Schedule)
        with connection.cursor() as cursor:
            for table in scratch_jobs.TABLES:
                cursor.execute(table)
        made = Scratch()
        yield made
        for process in made.processes:
            process.kill()
            process.join()


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'scratch.sqlite3'}"
        return
    name = f"scratch_{uuid.uuid4().hex}"
    with connections["default"]._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    settings = connection.settings_dict
    try:
        yield f"postgres://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}/{name}"
    finally:
        with connections["default"]._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _default_is(url: str) -> Iterator[None]:
    """Every thread of this process, and of those forked from it, meets the database `url` as the default."""
    wrapper, settings = connections["default"], connections.settings["default"]
    with patch.dict(os.environ, DATABASE_URL=url):
        connections.settings["default"] = {**settings, **env.database()}
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"], connections["default"] = settings, wrapper
