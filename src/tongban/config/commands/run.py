"""`tongban run`: the whole system in one command. It prepares what is not prepared, then starts web and worker of both zones and
watches over them: when one ends, or Ctrl-C or SIGTERM comes, the others are stopped as well, within ten seconds. When it is killed
itself, they end by themselves (config/leader.py)."""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

import tongban_fonts

from tongban.config import beside, env, leader, listening, stamp

STOP_WITHIN = 10.0  # seconds
LOOK_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Part:
    """One process: the command, and what it is called in a message."""

    command: str
    label: str
    settings: dict[str, str]


def main(argv: Sequence[str]) -> int:
    """0 when it was asked to stop and did so cleanly; 1 when a part ended by itself. Raises Mistake where a port is taken."""
    parser = argparse.ArgumentParser(prog="tongban run", description="准备好一切并启动")
    listening.add_arguments(parser)
    options = parser.parse_args(argv)
    parts = parts_of(options.bind, options.port)
    for port in ports(parts):
        listening.require_free(options.bind, port)
    if not is_prepared() and (code := command("prepare").wait()):
        return code
    return House(options.bind, parts).stand()


def parts_of(bind: str, port: int) -> list[Part]:
    """Web and worker of this zone, and of the public one where it stands beside the office."""
    if not beside.stands():
        own = {"TONGBAN_BIND": bind, "PORT": str(port)}
        return [Part("web", "网页服务", own), Part("worker", "后台任务", own)]
    office, public = beside.office(bind=bind, port=port), beside.public(bind=bind, port=port)
    return [
        Part("web", "网页服务", office), Part("worker", "后台任务", office),
        Part("web", "公众区网页服务", public), Part("worker", "公众区后台任务", public),
    ]  # fmt: skip


def ports(parts: Sequence[Part]) -> list[int]:
    """Where the parts listen, the office first."""
    return [int(part.settings["PORT"]) for part in parts if part.command == "web"]


def is_prepared() -> bool:
    here = stamp.is_current(env.home(), env.text("DATABASE_URL"))
    return here and (not beside.stands() or beside.is_prepared())


class House:
    """The processes. Each has a process group of its own, so that Ctrl-C reaches only the one that knows the order."""

    def __init__(self, bind: str, parts: Sequence[Part]) -> None:
        self.bind, self.ports = bind, ports(parts)
        self.stop = threading.Event()
        self.wanted = parts
        self.parts: dict[str, subprocess.Popen[bytes]] = {}

    def stand(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked)
        self.parts = {part.label: command(part.command, **part.settings) for part in self.wanted}
        threading.Thread(target=self._announce, daemon=True).start()
        while not self.stop.is_set() and not self._ended():
            self.stop.wait(LOOK_EVERY)
        fallen = self._ended()
        for name in fallen:
            self._signal(name, signal.SIGKILL)  # what it had started
            say(f"{name}意外停止（退出码 {self.parts[name].returncode}），其余部分随之停止。")
        clean = self._stop_all()
        return 0 if clean and not fallen else 1

    def _asked(self, _number: int, _frame: FrameType | None) -> None:
        self.stop.set()

    def _ended(self) -> list[str]:
        return [name for name, part in self.parts.items() if part.poll() is not None]

    def _announce(self) -> None:
        while not self.stop.is_set():
            if all(listening.serves(self.bind, port) for port in self.ports):
                say(welcome(*self.ports))
                return
            time.sleep(LOOK_EVERY)

    def _stop_all(self) -> bool:
        """True when all ended by themselves; who did not is killed with everything that it started."""
        until = time.monotonic() + STOP_WITHIN
        self.stop.set()
        for name in self.parts:
            self._signal(name, signal.SIGTERM)
        late = [name for name, part in self.parts.items() if not ends(part, until=until)]
        for name in late:
            say(f"{name}没有按时停下，已强行结束。")
            self._signal(name, signal.SIGKILL)
        return not late

    def _signal(self, name: str, number: signal.Signals) -> None:
        """To the leader first asked politely, to the whole group where it must end now."""
        part = self.parts[name]
        if number == signal.SIGKILL:
            with suppress(ProcessLookupError):
                os.killpg(part.pid, number)
        elif part.poll() is None:
            part.send_signal(number)


def ends(part: "subprocess.Popen[bytes]", *, until: float) -> bool:
    try:
        part.wait(max(until - time.monotonic(), 0))
    except subprocess.TimeoutExpired:
        return False
    return True


def command(name: str, *words: str, **settings: str) -> "subprocess.Popen[bytes]":
    """Another process of the same program. The parts (those with settings) lead a process group of their own."""
    environment = {"TONGBAN_DEMO": "1"} | os.environ | leader.lead() | settings
    line = [sys.executable, "-m", "tongban", name, *words]
    return subprocess.Popen(line, env=environment, start_new_session=bool(settings))  # noqa: S603  our own words


def welcome(port: int, public: int | None = None) -> str:
    """What the person at the terminal reads: where, as whom, and what is missing."""
    where = [f"通办已启动：http://localhost:{port}"]
    if public is not None:
        where.append(f"网上办事大厅：http://localhost:{public}")
    return "\n".join(["", *where, *demo_accounts(), *missing_fonts(), "按 Ctrl-C 停止。", ""])


def demo_accounts() -> list[str]:
    """Where the installation runs on demo data: the lines that `tongban prepare` left."""
    notes = (home / stamp.ACCOUNTS for home in (env.home(), beside.home()))
    return [line for note in notes if note.exists() for line in note.read_text("utf-8").splitlines()]


def missing_fonts() -> list[str]:
    missing = "、".join(tongban_fonts.missing())
    return [f"缺少字体 {missing}：公文中的仿宋由霞鹜文楷代替（见 docs/operating/build.md）。"] if missing else []


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
