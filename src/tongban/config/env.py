"""The only reader of the environment. What is written wrongly raises Mistake, with one line that names the setting."""

import errno
import os
import secrets
import tempfile
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from tongban.config.mistakes import Mistake, of_path

ON, OFF = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}
OFFICE_DOORS, PUBLIC_DOORS = ("workbench", "console", "counter", "rest"), ("portal",)
ROOT = Path(__file__).resolve().parents[3]
os.environ.setdefault(
    "PYPINYIN_NO_PHRASES", "true"
)  # its table of phrases costs 44 MB a process; organization has its own


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    given = text(name, "1" if default else "0").strip().lower()
    if given not in ON | OFF:
        raise Mistake(f"{name}：应写 1（开）或 0（关），不能是“{given}”。")
    return given in ON


def number(name: str, default: int, *, least: int = 0, most: int = 10**9) -> int:
    given = text(name, str(default)).strip()
    if not (given.isascii() and given.isdigit() and least <= int(given) <= most):
        raise Mistake(f"{name}：应是 {least} 到 {most} 的整数，不能是“{given}”。")
    return int(given)


def port(name: str, default: int) -> int:
    return number(name, default, least=1, most=65535)


def words(name: str, default: str = "", *, among: Collection[str] = ()) -> list[str]:
    """Separated by spaces or commas. With `among`: at least one, and only these."""
    given = text(name, default).replace(",", " ").split()
    if among and (not given or set(given) - set(among)):
        raise Mistake(f"{name}：只能写 {'、'.join(among)} 中的一个或几个，不能是“{text(name)}”。")
    return given


def doors(name: str) -> tuple[list[str], str]:
    """The sites that a process opens, and their zone: the portal stands in the public one, every other in the office."""
    sites = words(name, " ".join(OFFICE_DOORS), among=(*OFFICE_DOORS, *PUBLIC_DOORS))
    public = [site for site in sites if site in PUBLIC_DOORS]
    if public and len(public) < len(sites):
        raise Mistake(f"{name}：portal 是公众区的门户，不能和办公区的站点写在一起。请各用一个进程、一个数据库。")
    return sites, "public" if public else "office"


def choice(name: str, default: str, *, among: Collection[str]) -> str:
    given = text(name, default).strip()
    if given not in among:
        raise Mistake(f"{name}：只能是 {'、'.join(among)}，不能是“{given}”。")
    return given


def folders(name: str) -> list[Path]:
    """Folders that are there, separated by spaces or commas."""
    found = [Path(word) for word in words(name)]
    for folder in found:
        if not folder.is_dir():
            raise Mistake(f"{name}：没有文件夹 {folder}，请检查路径。")
    return found


def home() -> Path:
    """The folder of everything that the installation keeps: database, blobs, keys, logs (TONGBAN_HOME, default ./var)."""
    return _writable("TONGBAN_HOME", Path(text("TONGBAN_HOME") or ROOT / "var"))


def blob_folder() -> Path:
    """Where the content of files lies, unless it lies in a bucket (TONGBAN_BLOBS, default blobs in the home folder)."""
    given = text("TONGBAN_BLOBS")
    return _writable("TONGBAN_BLOBS", Path(given)) if given else home() / "blobs"


def _writable(name: str, path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
        if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "")
    except OSError as error:
        raise of_path(name, path, error) from error
    return path


def secret(name: str, file: str) -> str:
    """A secret from the environment, or from a file under keys/ that is made at the first start, readable by its owner."""
    if value := text(name):
        return value
    path = home() / "keys" / file
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            keep(secrets.token_hex(32), path)
        value = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise of_path(name, path, error) from error
    if not value:
        raise Mistake(f"{name}：{path} 是空的。请从备份中取回这个文件；新的安装可以删去它再启动。")
    return value


def keep(value: str, path: Path) -> None:
    """Whole or not at all, and never in place of another: of two processes that start at once, the first one's stays."""
    handle, draft = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "w") as out:
            out.write(value)
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        os.unlink(draft)


def database(name: str = "DATABASE_URL") -> dict[str, Any]:
    """postgres://user:password@host:port/name?option=value, sqlite:///path, or nothing: SQLite in the home folder."""
    url = text(name).strip()
    if not url:
        return sqlite(own_database(home()))
    if url.startswith("sqlite:///") and url != "sqlite:///":
        return sqlite(Path(url.removeprefix("sqlite:///")))
    try:
        parts = urlsplit(url)
        if parts.scheme not in {"postgres", "postgresql"} or not parts.path.lstrip("/"):
            raise ValueError
        return _postgresql(parts)
    except ValueError:  # whose text may quote a part of the password
        raise Mistake(
            f"{name}：写法不对，应为 postgres://用户:密码@主机:端口/库名 或 sqlite:///文件"
            "（密码里的 @ / : # 等要写成 %40 这样的形式）。"
        ) from None


def own_database(home: Path) -> Path:
    """The file of an installation that names no database."""
    return home / "tongban.sqlite3"


def _postgresql(parts: SplitResult) -> dict[str, Any]:
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    threshold = options.pop("prepare_threshold", "5")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # A statement that comes again is prepared: the server reads and plans it once a connection, not at every call.
        "OPTIONS": options
        | {"server_side_binding": True, "prepare_threshold": None if threshold == "never" else int(threshold)},
    }


def address(name: str, default: str = "") -> str:
    """http://… or https://…, without a slash at its end; or nothing."""
    given = text(name, default).strip().rstrip("/")
    parts = urlsplit(given)
    if given and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query):
        raise Mistake(f"{name}：应为 http:// 或 https:// 开头的地址，不能是“{given}”。")
    return given


def redis(name: str = "REDIS_URL") -> str:
    url = text(name).strip()
    if url and urlsplit(url).scheme not in {"redis", "rediss", "unix"}:
        raise Mistake(f"{name}：应为 redis://主机:端口/库号，不能是别的写法。")
    return url


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
