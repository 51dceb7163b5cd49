"""Jobs whose effects tests can count, in a table without a model. Guarded as jobs must be: the job's key is unique."""

import time

from django.db import connection

from tongban.foundation.jobs.api import hand_back, job_key, progress
from tongban.foundation.jobs.running import running
from tongban.kernel.jobs import job

TABLES = (
    "CREATE TABLE effect (job_key varchar(100) PRIMARY KEY, fence integer)",
    "CREATE TABLE moment (what varchar(20), fence integer, happened double precision)",
)


def effect() -> None:
    _write("INSERT INTO effect VALUES (%s, %s) ON CONFLICT DO NOTHING", [job_key(), _fence()])


def moment(what: str) -> None:
    _write("INSERT INTO moment VALUES (%s, %s, %s)", [what, _fence(), time.time()])


def _write(sql: str, values: list[object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _fence() -> int:
    current = running()
    assert current is not None
    return current.row.fence


@job(attempts=4)
def slow(*, seconds: float) -> None:
    moment("start")
    time.sleep(seconds / 2)
    effect()
    time.sleep(seconds / 2)
    moment("end")


@job()
def reporting(*, steps: int) -> None:
    for step in range(steps):
        progress(step, steps, f"已处理 {step} 条")
        time.sleep(0.05)


@job()
def piecemeal(*, pieces: int) -> None:
    """As long as its own moments do not say that it is done, it lets others go before."""
    moment("piece")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM moment WHERE what = 'piece'")
        made = cursor.fetchone()[0]
    progress(made, pieces)
    if made < pieces:
        hand_back()


@job(every=0.2)
def ticking() -> None:
    moment("tick")
    time.sleep(0.1)
    moment("tock")
