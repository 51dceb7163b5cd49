"""Whether this code has already prepared this home folder: a digest of what preparing depends on, kept in a file."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import tongban_assets

from tongban.config import env

CODE = Path(__file__).resolve().parents[1]
FILE = "prepared.txt"
ACCOUNTS = "demo-accounts.txt"  # what `tongban run` prints, where the installation runs on demo data


def is_current(home: Path, database: str) -> bool:
    """False when code, assets or the database's address have changed, or when the database file is gone."""
    path = home / FILE
    return path.exists() and path.read_text("ascii") == _digest(database) and _database_is_there(home, database)


def write() -> None:
    """This process has prepared its home folder."""
    (env.home() / FILE).write_text(_digest(env.text("DATABASE_URL")), "ascii")


def _digest(database: str) -> str:
    """Of names, sizes and times only: reading the files themselves would take longer than all the rest of a start."""
    content = hashlib.sha256(database.encode())
    for file, found in _files():
        content.update(f"\n{file} {found.st_size} {found.st_mtime_ns}".encode())
    return content.hexdigest()


def _files() -> Iterator[tuple[Path, os.stat_result]]:
    for folder in (CODE, tongban_assets.directory()):
        for place, folders, names in os.walk(folder):
            folders[:] = sorted(name for name in folders if name not in {"__pycache__", "tests"})
            for name in sorted(names):
                yield Path(place, name), Path(place, name).stat()


def _database_is_there(home: Path, database: str) -> bool:
    if database.startswith("sqlite:///"):
        return Path(database.removeprefix("sqlite:///")).exists()
    return bool(database.strip()) or env.own_database(home).exists()
