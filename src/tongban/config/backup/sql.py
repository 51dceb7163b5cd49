"""The rows of the whole database as files, copied at one moment while others write, and back. Tested on both databases.

SQLite       its own online copy, one file
PostgreSQL   COPY of each table in one REPEATABLE READ transaction: needs no pg_dump of the server's version
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

FILE = "tongban.sqlite3"
PIECE = 1 << 20  # bytes


def copy_out(folder: Path) -> None:
    """Write the rows into the folder, which exists and is empty."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(folder / FILE)) as target:
            connection.connection.backup(target)
        return
    with snapshot() as cursor:
        for table in tables(cursor):
            names = ", ".join(quoted(name) for name in columns(cursor, table))
            with (folder / f"{table}.copy").open("wb") as out:
                out.write(names.encode() + b"\n")
                with cursor.copy(f"COPY {quoted(table)} ({names}) TO STDOUT") as copy:
                    for data in copy:
                        out.write(data)


def copy_in(folder: Path) -> None:
    """Put the rows of copy_out() into tables that stand as they did then. In one transaction: all or nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(quoted(table) for table in tables(cursor))}")
        for file in sorted(folder.glob("*.copy")):
            with file.open("rb") as source:
                names = source.readline().decode().strip()
                with cursor.copy(f"COPY {quoted(file.stem)} ({names}) FROM STDIN") as copy:
                    while data := source.read(PIECE):
                        copy.write(data)
        for table in tables(cursor):
            set_sequences(cursor, table)


def place_file(folder: Path, target: Path) -> None:
    """SQLite's copy becomes the database."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(folder / FILE, target)


@contextmanager
def snapshot() -> Iterator[Any]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield cursor


def tables(cursor: Any) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
    return [name for (name,) in cursor.fetchall()]


def columns(cursor: Any, table: str) -> list[str]:
    """Those that hold data of their own; generated ones are computed again."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [name for (name,) in cursor.fetchall()]


def set_sequences(cursor: Any, table: str) -> None:
    """The next number follows the highest one that the rows use."""
    for sequence in connection.introspection.get_sequences(cursor, table):
        column = quoted(sequence["column"])
        highest = f"SELECT coalesce(max({column}), 1), max({column}) IS NOT NULL FROM {quoted(table)}"  # noqa: S608
        cursor.execute(highest)
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
            [quoted(table), sequence["column"], *cursor.fetchone()],
        )


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)
