"""Databases beside the one that a test runs in, for tests that start processes of their own."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


def on_postgresql() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """DATABASE_URL of an empty database, of the kind that the tests run on; dropped afterwards."""
    if not on_postgresql():
        yield f"sqlite:///{folder / 'scratch.sqlite3'}"
        return
    name, server = f"tongban_scratch_{uuid.uuid4().hex}", urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(server._replace(path="/postgres").geturl(), autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield server._replace(path=f"/{name}").geturl()
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
