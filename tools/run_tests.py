"""`make test`: every test but the browser's on SQLite, then those that touch a database on PostgreSQL.

PostgreSQL: DATABASE_URL_TEST=postgres://user@host/name, else a server on this machine that lets the user postgres in.
Words after the command go to pytest: `make test ARGS="-k numbering"`.
"""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTEST = [sys.executable, "-m", "pytest", "-n", "2", "-m", "not browser"]
WITHOUT_DATABASE = ["src/tongban/lib", "tests/tools"]
LOCAL = ("127.0.0.1", 5432)


def main(arguments: list[str]) -> int:
    """Run both and say plainly what ran; the exit code of the first that failed."""
    results = [run("SQLite", arguments, url="")]
    if url := postgres_url():
        leave_out = [f"--ignore={folder}" for folder in WITHOUT_DATABASE]
        results.append(run("PostgreSQL", [*leave_out, *arguments], url=url))
    else:
        print(f"PostgreSQL: NOT RUN. Nothing answers at {LOCAL[0]}:{LOCAL[1]} and DATABASE_URL_TEST is not set.")
    return max(results)


def postgres_url() -> str:
    """Where a throw-away database can be made: its name carries our process number, so that two runs do not meet."""
    given = os.environ.get("DATABASE_URL_TEST", "")
    return given or (f"postgres://postgres@{LOCAL[0]}:{LOCAL[1]}/tongban_{os.getpid()}" if answers() else "")


def answers() -> bool:
    try:
        with socket.create_connection(LOCAL, timeout=1):
            return True
    except OSError:
        return False


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
