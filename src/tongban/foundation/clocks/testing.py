"""For tests of any app: a code and a clock to count with, and clocks by the million for measuring."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection

from tongban.foundation.clocks.contracts import Rule, State, What
from tongban.foundation.clocks.models import Clock, Movement
from tongban.foundation.clocks.operations.moving import start
from tongban.foundation.clocks.queries.clocks import codes
from tongban.foundation.clocks.rules import Happening, reckon, rule_to_plain
from tongban.foundation.workdays.api import calendar
from tongban.kernel.references import Reference
from tongban.kernel.testing import MONDAY, within
from tongban.lib.days.calendar import Calendar
from tongban.lib.days.words import Unit

CODE = "test.limit"
BATCH = 10_000
WORKWEEK = Rule(unit=Unit.WORKDAY, amount=5, marks=(-1,))
CLOCK_COLUMNS = (
    "id", "subject_kind", "subject_id", "code", "rule_data", "state", "started_at", "due_at", "over_after",
    "legal_due_on", "next_at", "reached", "provisional", "version",
)  # fmt: skip
EVENT_COLUMNS = (
    "clock_id", "serial", "what", "at", "recorded_at", "amount", "ground", "approver_name", "document_kind", "reason",
    "by_name", "version",
)  # fmt: skip


def register_code(code: str = CODE, label: str = "测试时限") -> str:
    if code not in codes:
        codes.register(code, label)
    return code


def make_clock(number: int = 1, *, rule: Rule = WORKWEEK, when: datetime = MONDAY, **more: Any) -> Clock:
    """A clock of the test's thing of that number, started at `when`."""
    code = register_code(more.pop("code", CODE))
    return within(start, when=when, subject=Reference("test_matter", number), code=code, rule=rule, **more)


def make_many_clocks(*, running: int, due: int, at: datetime) -> None:
    """Rows for measuring: `due` clocks whose end has just passed, and others that end later, `running` in all.

    By COPY on PostgreSQL, else in batches; the clocks are numbered from 1 on, so the tables must be empty.
    """
    days = calendar()  # asked once: a connection that copies answers no query
    soon, later = _template(at - timedelta(days=30), days), _template(at - timedelta(hours=1), days)
    ends = [soon if number <= due else later for number in range(1, running + 1)]
    _load(Clock._meta.db_table, CLOCK_COLUMNS, (_clock_row(n, *end) for n, end in enumerate(ends, 1)))
    _load(Movement._meta.db_table, EVENT_COLUMNS, (_event_row(n, end[0]) for n, end in enumerate(ends, 1)))
    if connection.vendor == "postgresql":
        _execute(f"SELECT setval(pg_get_serial_sequence('{Clock._meta.db_table}', 'id'), {running + 1})")
        _execute(f"ANALYZE {Clock._meta.db_table}")


def _template(begun: datetime, days: Calendar) -> tuple[datetime, Any, int]:
    rule = Rule(unit=Unit.WORKDAY, amount=5)
    return begun, reckon(rule, [Happening(What.START, begun)], days), days.version


def _clock_row(number: int, begun: datetime, found: Any, version: int) -> tuple[Any, ...]:
    rule = json.dumps(rule_to_plain(Rule(unit=Unit.WORKDAY, amount=5)))
    ends = (found.due_at, found.over_after, found.legal_due_on, found.next_at(0))
    state = (0, bool(found.unannounced), version)
    return (number, "bench_matter", number, CODE, rule, State.RUNNING.value, begun, *ends, *state)


def _event_row(number: int, begun: datetime) -> tuple[Any, ...]:
    return (number, 0, What.START.value, begun, begun, 0, "", "", "", "", "", 0)


def _load(table: str, columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> None:
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        while batch := list(islice(rows, BATCH)):
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", batch)  # noqa: S608


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
