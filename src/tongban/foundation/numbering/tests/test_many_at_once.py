"""200 allocations at once give 200 consecutive unique numbers: threads on PostgreSQL, processes on SQLite."""

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, connections

from tongban.foundation.numbering.models import Number
from tongban.foundation.numbering.testing import make_series, take_many

TOGETHER, EACH = 8, 25
ALL = list(range(1, TOGETHER * EACH + 1))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole file: see the other test")
@pytest.mark.django_db(transaction=True)
def test_threads_never_get_the_same_number():
    series = make_series()
    with ThreadPoolExecutor(TOGETHER) as pool:
        list(pool.map(lambda worker: _in_thread(series.pk, worker), range(TOGETHER)))
    assert list(Number.objects.order_by("serial").values_list("serial", flat=True)) == ALL


def _in_thread(series_id: int, worker: int) -> None:
    try:
        take_many(series_id, worker * EACH, EACH)
    finally:
        connections.close_all()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="processes are for the file of SQLite")
@pytest.mark.django_db
def test_processes_never_get_the_same_number(migrated_url):
    file = Path(migrated_url.removeprefix("sqlite:///"))
    series = _finished(_python(file, PREPARE)).strip()
    workers = [_python(file, TAKE, series, str(w * EACH * 2), str(EACH * 2)) for w in range(TOGETHER // 2)]
    for worker in workers:
        _finished(worker)
    with sqlite3.connect(file) as database:
        assert [row[0] for row in database.execute("select serial from numbering_number order by serial")] == ALL


PREPARE = """
import django
django.setup()
from tongban.foundation.numbering.testing import make_series
print(make_series().pk)
"""
TAKE = """
import sys, django
django.setup()
from tongban.foundation.numbering.testing import take_many
take_many(*map(int, sys.argv[1:]))
"""


def _python(file: Path, code: str, *arguments: str) -> subprocess.Popen[str]:
    settings = {"DJANGO_SETTINGS_MODULE": "tongban.config.settings", "DATABASE_URL": f"sqlite:///{file}"}
    environment = {**os.environ, **settings, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )  # fmt: skip


def _finished(process: subprocess.Popen[str]) -> str:
    out, trouble = process.communicate(timeout=120)
    assert process.returncode == 0, trouble[-2000:]
    return out
