"""`tongban run` as the person at the terminal meets it."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.operating.installation import Installation
from tongban.config.listening import answers, serves

pytestmark = pytest.mark.django_db  # its template of migrated databases


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A `tongban run`, and what it has said."""

    def __init__(self, installation: Installation) -> None:
        self.port = free_port()
        self.started = time.monotonic()
        self.process = installation.start("run", "--port", self.port)

    def page(self, path: str) -> int:
        with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=10) as answer:
            return int(answer.status)

    def lines_until_started(self) -> list[str]:
        lines = []
        for line in self.process.stdout or ():
            lines.append(line.strip())
            if "Ctrl-C" in line:
                break
        return lines

    def ends(self, *, seconds: float = 15) -> int:
        return self.process.wait(seconds)

    def children(self) -> dict[str, int]:
        """Process numbers of web and worker, of the public zone as well."""
        listed = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)], check=True, capture_output=True, text=True
        )
        rows = [line.split() for line in listed.stdout.splitlines()]
        return {f"{zone_of(row[0])} {row[-1]}": int(row[0]) for row in rows}

    def everything(self) -> set[int]:
        """Process numbers of web and worker and of all that they started (each leads a group)."""
        groups = ",".join(str(child) for child in self.children().values())
        listed = subprocess.run(["ps", "-o", "pid=", "-g", groups], check=True, capture_output=True, text=True)
        return {int(line) for line in listed.stdout.split()}


def environment_of(process: object) -> dict[str, str]:
    """What the process was started with."""
    words = Path(f"/proc/{process}/environ").read_text().split("\0")
    return dict(word.split("=", 1) for word in words if "=" in word)


def zone_of(process: object) -> str:
    return "public" if environment_of(process).get("TONGBAN_SITES") == "portal" else "office"


def all_gone(processes: Iterable[int], *, seconds: float = 15) -> bool:
    """Whether these end by themselves within the time; a zombie has ended."""
    until = time.monotonic() + seconds
    while alive := [p for p in processes if is_alive(p)]:
        if time.monotonic() > until:
            for process in alive:
                os.kill(process, signal.SIGKILL)
            return False
        time.sleep(0.1)
    return True


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def running(full: Installation) -> Iterator[Running]:
    """Started on an installation that has its tables."""
    started = Running(full)
    yield started
    if started.process.poll() is None:
        for child in started.children().values():
            os.killpg(child, signal.SIGKILL)
        started.process.kill()
        started.process.wait()


def test_it_prints_the_address_serves_and_ends_on_control_c(running: Running) -> None:
    said = running.lines_until_started()
    assert f"通办已启动：http://localhost:{running.port}" in said
    assert f"网上办事大厅：http://localhost:{running.port + 1}" in said
    assert running.page("/login") == 200
    assert running.page("/static/tongban_assets/htmx.min.js") == 200
    children = running.children()
    assert set(children) == {"office web", "office worker", "public web", "public worker"}
    running.process.send_signal(signal.SIGINT)
    assert running.ends() == 0
    assert not [child for child in children.values() if Path(f"/proc/{child}").exists()]


def test_the_second_start_prepares_nothing(full: Installation, running: Running) -> None:
    running.lines_until_started()
    running.process.terminate()
    assert running.ends() == 0
    again = Running(full)
    said = again.lines_until_started()
    again.process.terminate()
    assert again.ends() == 0
    assert not [line for line in said if "准备" in line]


@pytest.mark.parametrize("name", ["office web", "public worker"])
def test_when_a_part_dies_the_other_is_stopped_and_the_exit_code_says_so(running: Running, name: str) -> None:
    running.lines_until_started()
    children = running.children()
    os.killpg(children[name], signal.SIGKILL)
    assert running.ends() == 1
    assert not [child for child in children.values() if Path(f"/proc/{child}").exists()]


def test_a_body_of_two_gigabytes_is_refused_while_it_is_sent(full: Installation, running: Running) -> None:
    running.lines_until_started()
    before = size_of(full.home)
    head = "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
    sent, part = 0, bytes(1 << 20)
    with socket.create_connection(("127.0.0.1", running.port), timeout=20) as connection:
        connection.sendall(f"{head}Content-Length: {2 << 30}\r\n\r\n--x\r\n".encode())
        with suppress(BrokenPipeError, ConnectionResetError):
            while sent < 2 << 30:
                connection.sendall(part)
                sent += len(part)
    assert sent < 256 << 20
    assert size_of(full.home) - before < 1 << 20
    assert running.page("/login") == 200


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def test_killed_hard_it_leaves_nothing_behind(running: Running) -> None:
    running.lines_until_started()
    started = running.everything()
    assert len(started) >= 6  # of each zone: web, the process that answers, worker
    running.process.kill()
    running.process.wait()
    assert all_gone(started)
    assert not answers("127.0.0.1", running.port)


@pytest.mark.parametrize("name", ["office worker", "public web"])
def test_when_only_the_head_of_a_part_dies_all_end(running: Running, name: str) -> None:
    running.lines_until_started()
    started = running.everything()
    os.kill(running.children()[name], signal.SIGKILL)
    assert running.ends() == 1
    assert all_gone(started)


def test_a_taken_port_is_named(full: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = full.run("run", "--port", port)
    assert refused.returncode == 78
    assert f"端口 {port} 已被" in refused.stderr


def test_started_means_that_a_page_comes() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        assert answers("127.0.0.1", port)
        assert not serves("127.0.0.1", port, within=0.1)
    assert not serves("127.0.0.1", port)
