"""The public zone beside the office, on one machine: what `tongban run`, `prepare`, `backup` and `restore` do for both.

It has a home folder, a database, keys and processes of its own, in the folder `public` of the office's home. An installation
that names another one (TONGBAN_EXCHANGE_ADDRESS), or that is a public zone itself (TONGBAN_SITES=portal), has none beside it.
"""

import os
from pathlib import Path

from tongban.config import env, stamp
from tongban.config.mistakes import Mistake

HOME = "public"
KEY = "exchange.key"
# What is the office's alone: there the public zone makes or reads its own.
OWN = (
    "SECRET_KEY", "TONGBAN_SEAL_ROOT_PASSWORD", "TONGBAN_FIELD_KEY", "TONGBAN_FACTOR_SECRET",
    "TONGBAN_BLOBS", "TONGBAN_S3_BUCKET", "TONGBAN_S3_ENDPOINT", "TONGBAN_X_ACCEL", "TONGBAN_EXCHANGE_ADDRESS", "REDIS_URL",
)  # fmt: skip


def stands() -> bool:
    """Whether this is an office with a public zone of its own."""
    return env.doors("TONGBAN_SITES")[1] == "office" and not env.address("TONGBAN_EXCHANGE_ADDRESS")


def home() -> Path:
    return env.home() / HOME


def port_after(port: int) -> int:
    """Where the portal answers: TONGBAN_PUBLIC_PORT, or the port after the office's."""
    return env.port("TONGBAN_PUBLIC_PORT", port + 1 if port < 65535 else port - 1)


def office(*, bind: str, port: int) -> dict[str, str]:
    """Settings of the office's web and worker."""
    there = port_after(port)
    host = "localhost" if bind in {"", "127.0.0.1", "0.0.0.0", "::", "::1"} else bind  # noqa: S104  compared, not bound
    return {
        "TONGBAN_BIND": bind, "PORT": str(port), "TONGBAN_EXCHANGE_ADDRESS": f"http://{host}:{there}",
        "TONGBAN_PUBLIC_ADDRESS": _public_address(there),
    }  # fmt: skip


def public(*, bind: str = "127.0.0.1", port: int = 8000) -> dict[str, str]:
    """Settings of every process of the public zone; nothing among them opens the office's database."""
    there = port_after(port)
    return dict.fromkeys(OWN, "") | {
        "TONGBAN_HOME": str(home()), "TONGBAN_SITES": "portal", "DATABASE_URL": _database(), "TONGBAN_PUBLIC_DATABASE_URL": "",
        "TONGBAN_BIND": bind, "PORT": str(there), "TONGBAN_PUBLIC_ADDRESS": _public_address(there),
    }  # fmt: skip


def is_prepared() -> bool:
    return stamp.is_current(home(), _database())


def is_there() -> bool:
    """Whether it was prepared once, perhaps by older code."""
    return (home() / stamp.FILE).exists()


def give_key() -> None:
    """The public zone gets the key of the exchange, once; a key that differs is told, never exchanged."""
    key, path = env.secret("TONGBAN_EXCHANGE_KEY", KEY), home() / "keys" / KEY
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        env.keep(key, path)
    elif path.read_text("ascii").strip() != key:
        raise Mistake(f"TONGBAN_EXCHANGE_KEY：与 {path} 不一致。两个区要用同一个交换密钥，请改正或删去那个文件。")


def _database() -> str:
    """TONGBAN_PUBLIC_DATABASE_URL; empty: SQLite in the home folder of the public zone."""
    url = env.text("TONGBAN_PUBLIC_DATABASE_URL").strip()
    if url and url == env.text("DATABASE_URL").strip():
        raise Mistake("TONGBAN_PUBLIC_DATABASE_URL：不能与 DATABASE_URL 相同，公众区要有自己的数据库。")
    return url


def _public_address(port: int) -> str:
    return os.environ.get("TONGBAN_PUBLIC_ADDRESS") or f"http://localhost:{port}"
