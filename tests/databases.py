"""Databases beside the one that a test runs in, for tests that start processes of their own."""

import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db import connection
from psycopg import sql


def on_postgresql() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """DATABASE_URL of an empty database, of the kind that the tests run on; dropped afterwards."""
    if on_postgresql():
        with _created("template1") as name:
            yield _url(name)
    else:
        yield f"sqlite:///{folder / 'scratch.sqlite3'}"


@contextmanager
def migrated_template(folder: Path) -> Iterator[str]:
    """The tests' own database as its migrations left it, set aside: copies cost a moment where migrations cost seconds.

    Gives its name, or its file. Asked for while no transaction is open, by tests that are marked with django_db: without
    one there is no such database.
    """
    assert connection.introspection.table_names(), "mark the test with django_db"
    if on_postgresql():
        connection.close()  # PostgreSQL copies only what nobody uses
        with _created(connection.settings_dict["NAME"]) as name:
            yield name
    else:
        connection.ensure_connection()
        with closing(sqlite3.connect(folder / "template.sqlite3")) as file:
            connection.connection.backup(file)
        yield str(folder / "template.sqlite3")


@contextmanager
def migrated_database(template: str, folder: Path) -> Iterator[str]:
    """DATABASE_URL of a copy of the template, dropped afterwards."""
    if on_postgresql():
        with _created(template) as name:
            yield _url(name)
    else:
        yield f"sqlite:///{shutil.copy(template, folder / 'migrated.sqlite3')}"


@contextmanager
def _created(template: str) -> Iterator[str]:
    name = f"tongban_scratch_{uuid.uuid4().hex}"
    with psycopg.connect(_url("postgres"), autocommit=True) as admin:
        words = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        admin.execute(words)
        try:
            yield name
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _url(name: str) -> str:
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
