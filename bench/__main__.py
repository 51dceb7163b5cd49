"""`python -m bench`: every figure in turn, each printed as it comes; `python -m bench approval todo` only these parts.

`python -m bench soak`: the long run (bench/soak).
"""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from bench import machine

PARTS = (
    "crypto",
    "layout",
    "formats",
    "engines",
    "approval",
    "clients",
    "todo",
    "clocks",
    "memory",
    "search",
    "portal",
)
SERVER = os.environ.get("BENCH_SERVER", "postgres://postgres@127.0.0.1:5432")
NAME = os.environ.get("BENCH_NAME", "tongban_bench")


def main() -> int:
    """Makes a database of its own on the PostgreSQL server, and drops it in the end."""
    if sys.argv[1:2] == ["soak"]:
        return int(import_module("bench.soak.run").main(sys.argv[2:]))
    psql(f"drop database if exists {NAME}", f"create database {NAME}")
    with TemporaryDirectory() as home:
        os.environ |= {
            "TONGBAN_HOME": home,
            "DATABASE_URL": f"{SERVER}/{NAME}",
            "DJANGO_SETTINGS_MODULE": "tongban.config.settings",
            "BENCH_PG": floor_address(),
            "BENCH_WORK": home,
        }
        os.environ.setdefault("TONGBAN_SHARED", str(Path(__file__).resolve().parents[2] / "shared"))
        try:
            figures = measure()
        finally:
            psql(f"drop database if exists {NAME} with (force)")
    for warning in machine.keep(figures, whole=not sys.argv[1:]):
        print(f"WORSE BY A FIFTH  {warning}")
    return 0


def measure() -> list[machine.Figure]:
    import_module("bench.office").prepare()
    found = []
    for part in sys.argv[1:] or PARTS:
        for figure in import_module(f"bench.{part}").figures():
            print(
                f"{'met   ' if figure.met else 'MISSED'} {figure.what}: {figure.value:g} {figure.unit} (goal {figure.goal})",
                flush=True,
            )
            found.append(figure)
    return found


def floor_address() -> str:
    """The bench's database as the hand-written floor is told of it."""
    at = urlsplit(SERVER)
    given = {"host": at.hostname, "port": at.port, "user": at.username, "password": at.password, "dbname": NAME}
    return " ".join(f"{name}={value}" for name, value in given.items() if value)


def psql(*commands: str) -> None:
    for command in commands:
        subprocess.run(["psql", "-qX", f"{SERVER}/postgres", "-c", command], check=True)


if __name__ == "__main__":
    raise SystemExit(main())
