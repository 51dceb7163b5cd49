"""`make test`: every test but the browser's on SQLite, then those that touch a database on PostgreSQL.

PostgreSQL: DATABASE_URL_TEST=postgres://user@host/name, else a server on this machine that lets the user postgres in.
Django makes the database test_<name> on it and drops it at the end.
Words after the command go to pytest: `make test ARGS="-k numbering"`.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]
# Stealing leaves the tests of a file together as long as it can, so that what they share is made once.
PYTEST = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal", "-m", "not browser"]
LOCAL = "postgres://postgres@127.0.0.1:5432"


def main(arguments: list[str]) -> int:
    """Run both and say plainly what ran; the exit code of the first that failed."""
    results = [run("SQLite", arguments, url="")]
    url = os.environ.get("DATABASE_URL_TEST") or f"{LOCAL}/tongban_{os.getpid()}"
    if fault := refusal(url):
        print(f"PostgreSQL: NOT RUN, {fault}", flush=True)
        results.append(1 if "DATABASE_URL_TEST" in os.environ else 0)
    else:
        results.append(run("PostgreSQL", ["--database-only", *arguments], url=url))
    return max(results)


def refusal(url: str) -> str:
    """Why no throw-away database can be made there; empty when it can. A server that was asked for must answer."""
    try:
        psycopg.connect(urlsplit(url)._replace(path="/postgres").geturl(), connect_timeout=3).close()
    except psycopg.OperationalError as error:
        return f"no server lets us in (DATABASE_URL_TEST=postgres://user:password@host/name names one): {error}"
    return ""


def run(engine: str, arguments: list[str], *, url: str) -> int:
    started = time.monotonic()
    print(f"── {engine} ──", flush=True)
    code = subprocess.run(
        [*PYTEST, *arguments], cwd=ROOT, check=False, env=os.environ | {"DATABASE_URL": url}
    ).returncode
    print(f"{engine}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
