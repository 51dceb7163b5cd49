"""`make interface`: schemathesis against the running product, all checks on, on a throw-away database with data in every state.

What it finds is mended in the interface, never excluded here (schemathesis.toml). The order and the data are the same each time.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
WAIT = 40  # seconds for the server to answer


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="tongban-interface-") as home:
        environment = settings(home)
        populated = subprocess.run(
            [sys.executable, HERE / "populate.py"],
            cwd=ROOT,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        caller = json.loads(populated.stdout)
        with served(environment) as address:
            return tried(address, caller, arguments)


def settings(home: str) -> dict[str, str]:
    given = {
        "TONGBAN_HOME": home, "TONGBAN_DEMO": "0", "TONGBAN_REST_PER_MINUTE": "1000000", "TONGBAN_LOG_LEVEL": "ERROR",
        "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "tongban.config.settings", "PYTHONPATH": str(ROOT / "src"),
    }  # fmt: skip
    return os.environ | given


@contextmanager
def served(environment: dict[str, str]) -> Iterator[str]:
    """The web process of the product on a free port; stopped afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tongban", "web"]
    environment = environment | {"PORT": str(port)}
    with Path(environment["TONGBAN_HOME"], "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=log, start_new_session=True)
    try:
        address = f"http://localhost:{port}"
        answers(address, until=time.monotonic() + WAIT)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)


def answers(address: str, *, until: float) -> None:
    while True:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def tried(address: str, caller: dict[str, str], arguments: list[str]) -> int:
    started = time.monotonic()
    command = [
        SCHEMATHESIS, "--config-file", HERE / "schemathesis.toml", "run", f"{address}/api/v1/openapi.json",
        "--header", f"Authorization: Bearer {caller['token']}", "--header", f"X-Tongban-Post: {caller['post']}", *arguments,
    ]  # fmt: skip
    code = subprocess.run(command, cwd=HERE, check=False).returncode
    print(f"interface: {'clean' if code == 0 else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
