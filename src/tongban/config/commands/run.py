"""`tongban run`: the whole system in one command. It prepares what is not prepared, then starts web and worker and
watches over both: when one ends, or Ctrl-C or SIGTERM comes, the other is stopped as well, within ten seconds. When it is killed
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
from types import FrameType

import tongban_fonts

from tongban.config import env, leader, listening, stamp

STOP_WITHIN = 10.0  # seconds
LOOK_EVERY = 0.1
PARTS = {"web": "网页服务", "worker": "后台任务"}


def main(argv: Sequence[str]) -> int:
    """0 when it was asked to stop and did so cleanly; 1 when a part ended by itself. Raises Mistake where the port is taken."""
    parser = argparse.ArgumentParser(prog="tongban run", description="准备好一切并启动")
    listening.add_arguments(parser)
    options = parser.parse_args(argv)
    listening.require_free(options.bind, options.port)
    if not stamp.is_current() and (code := command("prepare").wait()):
        return code
    return House(options.bind, options.port).stand()


class House:
    """The two processes. Each has a process group of its own, so that Ctrl-C reaches only the one that knows the order."""

    def __init__(self, bind: str, port: int) -> None:
        self.bind, self.port = bind, port
        self.stop = threading.Event()
        self.parts: dict[str, subprocess.Popen[bytes]] = {}

    def stand(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked)
        self.parts = {name: command(name, TONGBAN_BIND=self.bind, PORT=str(self.port)) for name in PARTS}
        threading.Thread(target=self._announce, daemon=True).start()
        while not self.stop.is_set() and not self._ended():
            self.stop.wait(LOOK_EVERY)
        fallen = self._ended()
        for name in fallen:
            self._signal(name, signal.SIGKILL)  # what it had started
            say(f"{PARTS[name]}意外停止（退出码 {self.parts[name].returncode}），其余部分随之停止。")
        clean = self._stop_all()
        return 0 if clean and not fallen else 1

    def _asked(self, _number: int, _frame: FrameType | None) -> None:
        self.stop.set()

    def _ended(self) -> list[str]:
        return [name for name, part in self.parts.items() if part.poll() is not None]

    def _announce(self) -> None:
        while not self.stop.is_set():
            if listening.answers(self.bind, self.port):
                say(welcome(self.port))
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
            say(f"{PARTS[name]}没有按时停下，已强行结束。")
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


def command(name: str, **settings: str) -> "subprocess.Popen[bytes]":
    """Another process of the same program. The parts (those with settings) lead a process group of their own."""
    environment = {"TONGBAN_DEMO": "1"} | os.environ | leader.lead() | settings
    words = [sys.executable, "-m", "tongban", name]
    return subprocess.Popen(words, env=environment, start_new_session=bool(settings))  # noqa: S603  our own words


def welcome(port: int) -> str:
    """What the person at the terminal reads: where, as whom, and what is missing."""
    where = f"通办已启动：http://localhost:{port}"
    return "\n".join(["", where, *demo_accounts(), *missing_fonts(), "按 Ctrl-C 停止。", ""])


def demo_accounts() -> list[str]:
    """Where the installation runs on demo data: the lines that `tongban prepare` left."""
    note = env.home() / stamp.ACCOUNTS
    return note.read_text("utf-8").splitlines() if note.exists() else []


def missing_fonts() -> list[str]:
    missing = "、".join(tongban_fonts.missing())
    return [f"缺少字体 {missing}：公文中的仿宋由霞鹜文楷代替（见 docs/operating/build.md）。"] if missing else []


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
