"""Rows in great number by COPY: like one that an operation made, but for what must differ. `tongban check-data` finds them sound."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

from django.db import connection

from bench.office import county
from tongban.business.documents.models import Document
from tongban.business.documents.testing import make_draft, step
from tongban.engines.flow import api as flow

FIRST = 10_000_000  # above the ids of whatever is made otherwise
EACH = 50  # open steps of a document
NEWEST = datetime(2026, 11, 16, 1, tzinfo=UTC)
STRANGERS = 1_000_000  # people who only have a desk


def multiply(table: str, row: int, numbers: Iterable[int], **columns: Callable[[int], object]) -> None:
    """COPY rows like the one with this id, one for each number; the named columns are made of the number."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'")
        names = [name for (name,) in cursor.fetchall()]
        listed = ", ".join(f'"{name}"' for name in names)
        with cursor.copy(f"COPY (SELECT {listed} FROM {table} WHERE id = {row}) TO STDOUT") as out:
            values = b"".join(bytes(part) for part in out).decode().rstrip("\n").split("\t")
        with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as into:
            for lines in _lines(dict(zip(names, values, strict=True)), numbers, columns):
                into.write(lines)
        cursor.execute(f"ANALYZE {table}")


def _lines(row: dict[str, str], numbers: Iterable[int], columns: dict[str, Callable[[int], object]]) -> Iterator[str]:
    kept = {name: value.replace("%", "%%") for name, value in row.items()}
    pattern = "\t".join("%s" if name in columns else kept[name] for name in row) + "\n"
    makers = [columns[name] for name in row if name in columns]
    some: list[str] = []
    for number in numbers:
        some.append(pattern % tuple(make(number) for make in makers))
        if len(some) == 10_000:
            yield "".join(some)
            some = []
    yield "".join(some)


@cache
def open_matters(count: int, people: int) -> None:
    """`count` open steps of count / EACH documents on the desks of so many people, each document in its drafter's sight."""
    document, work, item = _template()
    documents, works = range(count // EACH), range(count)
    owner, instance = document.pk, work.instance_id
    title = document.title.removesuffix("的通知")
    multiply(
        "documents_document", owner, documents,
        id=_id, uid=lambda n: uuid.UUID(int=n), title=lambda n: f"{title}{n}的通知", created_at=_when, changed_at=_when,
    )  # fmt: skip
    multiply("flow_instance", instance, documents, id=_id, subject_id=_id)
    of_work = {"id": _id, "subject_id": lambda n: FIRST + n // EACH}
    keys = [f"p{STRANGERS + n}" for n in range(people)]
    multiply(
        "flow_work", work.pk, works, **of_work, instance_id=of_work["subject_id"], token=lambda n: 10 + n % EACH,
        keys=lambda n: f'["{keys[n % people]}"]',
    )  # fmt: skip
    multiply(
        "inbox_item", item, works, **of_work, source_id=_id, key=lambda n: keys[n % people], received_at=_when,
        urgency=lambda n: n % 3, title=lambda n: f"{title}{n // EACH}的通知",
    )  # fmt: skip
    _sight(owner, documents)


def _template() -> tuple[Document, flow.Work, int]:
    document = make_draft(county())
    step(county(), document, "drafter", opinion="请审核。")
    work = flow.open_work(document.reference, "review")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM inbox_item WHERE source_kind = 'work' AND source_id = %s", [work.pk])
        return document, work, cursor.fetchone()[0]


def _sight(owner: int, documents: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, row_number() OVER () FROM access_visibility WHERE subject_kind = 'document' AND subject_id = %s",
            [owner],
        )
        rows = cursor.fetchall()
    for row, place in rows:
        multiply(
            "access_visibility", row, documents,
            id=(FIRST * place).__add__, subject_id=_id, sort_at=_when,
        )  # fmt: skip


_id = FIRST.__add__


def _when(number: int) -> str:
    return (NEWEST - timedelta(seconds=number)).isoformat()
