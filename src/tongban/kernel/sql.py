"""Rows of models by plain statements, for what runs at every operation: the ORM's making of a statement costs more than the statement.

The models stay the one description of the tables. Each statement's text is made once a process and is the same on both databases.

    WORK = Shape(Work)
    text = f"SELECT {WORK.columns('w')} FROM flow_work w WHERE w.id = %s {for_update('w')}"
    [(work,)] = load(text, [7], WORK)
    insert_rows([Work(…), Work(…)])         one statement; the ids are set
    update_row(work, "state", "done_at")    one statement
    later("inbox_item", "UPDATE …", […])    together with what follows

Inside an operation, writes whose result nobody needs wait: on PostgreSQL they go to the server as one statement, before whatever is
asked next and before the commit. So each statement sees what was written before it, at fewer ways there and back.
"""

import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models

from tongban.kernel.sealed import SealedText

BATCH = 20_000  # values of one statement; both databases take more


class Shape:
    """The columns of a model in a plain SELECT, and how a model is made of their values.

    `names`: only these fields, the others deferred.
    """

    def __init__(self, model: type[models.Model], *names: str) -> None:
        self.model = model
        self.only = names

    @functools.cached_property
    def fields(self) -> list[Any]:
        return [field for field in self.model._meta.concrete_fields if not self.only or field.attname in self.only]

    @functools.cached_property
    def names(self) -> list[str]:
        return [field.attname for field in self.fields]

    def columns(self, alias: str) -> str:
        return ", ".join([f'{alias}."{field.column}"' for field in self.fields])

    def row(self, values: Sequence[Any]) -> Any:
        """The model of these values of its columns, as a queryset would give it."""
        plain = list(values)
        for place, expression, converters in _converters(self, connection.vendor):
            for convert in converters:
                plain[place] = convert(plain[place], expression, connection)
        return self.model.from_db("default", self.names, plain)


@functools.lru_cache(maxsize=256)
def _converters(shape: Shape, vendor: str) -> list[tuple[int, Any, list[Any]]]:
    """What makes of a database's values the field's: JSON and, on SQLite, times and booleans."""
    found = []
    for place, field in enumerate(shape.fields):
        column = field.get_col(shape.model._meta.db_table)
        converters = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
        if converters:
            found.append((place, column, converters))
    return found


def load(text: str, params: Sequence[Any], *shapes: Shape) -> list[tuple[Any, ...]]:
    """The rows of a SELECT whose columns are those of the shapes, in their order: one model of each a row."""
    return [_models(row, shapes) for row in fetch(text, params)]


def _models(row: Sequence[Any], shapes: Sequence[Shape]) -> tuple[Any, ...]:
    found, start = [], 0
    for shape in shapes:
        end = start + len(shape.fields)
        found.append(shape.row(row[start:end]))
        start = end
    return tuple(found)


def fetch(text: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return cursor.fetchall()


def execute(text: str, params: Sequence[Any]) -> int:
    """How many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        return int(cursor.rowcount)


Write = tuple[str, str, Sequence[Any]]  # table, statement, parameters
_waiting: ContextVar[list[Write] | None] = ContextVar("tongban_writes_that_wait", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Around a transaction's writes: those given to `later` wait for the next statement, or for the end."""
    if connection.vendor != "postgresql":
        yield
        return
    waiting: list[Write] = []
    known = _waiting.set(waiting)

    def these_first(execute: Any, text: str, params: Any, *more: Any) -> Any:
        _send(waiting)
        return execute(text, params, *more)

    try:
        with connection.execute_wrapper(these_first):
            yield
            _send(waiting)
    finally:
        _waiting.reset(known)


def later(table: str, text: str, params: Sequence[Any]) -> None:
    """Write soon; the statement is about no other table. One at a time of a table, for the parts of a statement do not see each other."""
    waiting = _waiting.get()
    if waiting is None:
        execute(text, params)
        return
    if any(table == other for other, _, _ in waiting):
        _send(waiting)
    waiting.append((table, text, params))


def _send(waiting: list[Write]) -> None:
    if waiting:
        writes = waiting.copy()
        waiting.clear()
        execute(_as_one(tuple(text for _, text, _ in writes)), [value for _, _, params in writes for value in params])


@functools.lru_cache(maxsize=1024)
def _as_one(texts: tuple[str, ...]) -> str:
    *parts, last = texts
    return f"WITH {', '.join(f'w{n} AS ({part})' for n, part in enumerate(parts))} {last}" if parts else last


def insert_rows(rows: Sequence[models.Model], *, conflict: str = "", ids: bool = True) -> None:
    """Insert rows of one model, few statements whatever their number; their ids are set.

    What has a default of the database's is left to it. Nobody needs the `ids`: the rows go with what follows (`later`). `conflict`
    is an ON CONFLICT clause; with one no ids are set.
    """
    if not rows:
        return
    columns = _inserted(type(rows[0]))
    size = BATCH // len(columns)
    for start in range(0, len(rows), size):
        some = rows[start : start + size]
        values = [value for row in some for value in _values(row, columns)]
        text = _insert(type(rows[0]), len(some), conflict, ids and not conflict)
        if conflict or not ids:
            later(rows[0]._meta.db_table, text, values)
            continue
        for row, (pk,) in zip(some, fetch(text, values), strict=True):
            row.pk = pk
            row._state.adding, row._state.db = False, "default"


def update_row(row: models.Model, *names: str) -> None:
    """Write these fields of one row, with what follows."""
    later(row._meta.db_table, _update(type(row), names), [*_values(row, _named(type(row), names)), row.pk])


@dataclass(frozen=True, slots=True)
class Column:
    """Where a model keeps a value, the column's name, and what makes it a parameter (None: it is one)."""

    attribute: str
    name: str
    ready: Callable[[Any], Any] | None


def _values(row: models.Model, columns: Sequence[Column]) -> list[Any]:
    values = [(getattr(row, column.attribute), column.ready) for column in columns]
    return [value if ready is None or value is None else ready(value) for value, ready in values]


def _column(field: "models.Field[Any, Any]") -> Column:
    stored = field.target_field if isinstance(field, models.ForeignKey) else field
    return Column(field.attname, str(field.column), _ready(stored))


def _ready(field: "models.Field[Any, Any]") -> Callable[[Any], Any] | None:
    if isinstance(field, models.CharField | models.TextField) and not isinstance(field, SealedText):
        return str  # of an enum: its value
    if isinstance(field, models.IntegerField | models.BooleanField):
        return None
    if isinstance(field, models.DateTimeField):
        return moment
    return lambda value: field.get_db_prep_save(value, connection)


@functools.cache
def _inserted(model: type[models.Model]) -> list[Column]:
    return [_column(f) for f in model._meta.concrete_fields if not f.primary_key and not f.has_db_default()]


@functools.lru_cache(maxsize=256)
def _named(model: type[models.Model], names: tuple[str, ...]) -> list[Column]:
    return [_column(model._meta.get_field(name)) for name in names]  # type: ignore[arg-type]


@functools.lru_cache(maxsize=1024)
def _insert(model: type[models.Model], count: int, conflict: str, ids: bool) -> str:
    columns = _inserted(model)
    names = ", ".join(f'"{column.name}"' for column in columns)
    row = f"({', '.join(['%s'] * len(columns))})"
    ending = "RETURNING id" if ids else conflict
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {", ".join([row] * count)} {ending}'  # noqa: S608 - names of models


@functools.lru_cache(maxsize=256)
def _update(model: type[models.Model], names: tuple[str, ...]) -> str:
    changes = ", ".join(f'"{column.name}" = %s' for column in _named(model, names))
    return f'UPDATE "{model._meta.db_table}" SET {changes} WHERE id = %s'  # noqa: S608 - names of models


def for_update(*aliases: str) -> str:
    """The end of a SELECT that locks the rows of these tables. On SQLite the transaction itself does that (IMMEDIATE)."""
    return f"FOR UPDATE OF {', '.join(aliases)}" if connection.features.has_select_for_update else ""


def moment(at: datetime | None) -> Any:
    """A time as a parameter."""
    return at and connection.ops.adapt_datetimefield_value(at)
