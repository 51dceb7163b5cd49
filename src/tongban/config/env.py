"""The only reader of the environment. Every setting that an operator can make is a function or constant here."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parents[3]
os.environ.setdefault(
    "PYPINYIN_NO_PHRASES", "true"
)  # its table of phrases costs 44 MB a process; organization has its own


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    return text(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    return int(text(name, str(default)))


def words(name: str, default: str = "") -> list[str]:
    return text(name, default).replace(",", " ").split()


def home() -> Path:
    """The folder of everything that the installation keeps: database, blobs, keys, logs (TONGBAN_HOME, default ./var)."""
    path = Path(text("TONGBAN_HOME") or ROOT / "var")
    path.mkdir(parents=True, exist_ok=True)
    return path


def blob_folder() -> Path:
    """Where the content of files lies, unless it lies in a bucket (TONGBAN_BLOBS, default blobs in the home folder)."""
    return Path(text("TONGBAN_BLOBS") or home() / "blobs")


def secret(name: str, file: str) -> str:
    """A secret from the environment, or from a file under keys/ that is made at the first start, readable by its owner."""
    if value := text(name):
        return value
    path = home() / "keys" / file
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(handle, "w") as out:
        out.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii")


def database(name: str = "DATABASE_URL") -> dict[str, Any]:
    """postgres://user:password@host:port/name?option=value, sqlite:///path, or nothing: SQLite in the home folder."""
    url = text(name)
    if not url or url.startswith("sqlite"):
        return sqlite(Path(url.partition("///")[2]) if url else home() / "tongban.sqlite3")
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"{name} must start with postgres:// or sqlite:///")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def sqlite(path: Path) -> dict[str, Any]:
    """WAL with IMMEDIATE transactions: writers wait for each other instead of failing."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            " PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;",
        },
        "TEST": {"NAME": None},
    }
