"""The system under the run: `tongban run` on a home folder and a database of its own, and its memory."""

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

START_WITHIN, STOP_WITHIN = 300.0, 30.0
ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class System:
    home: Path
    database: str
    port: int
    documents: int
    process: "subprocess.Popen[bytes] | None" = None
    memory: list[tuple[float, int, int]] = field(default_factory=list)  # seconds, kB of web and worker

    @property
    def server(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "TONGBAN_HOME": str(self.home), "DATABASE_URL": self.database, "TONGBAN_DEMO": "1",
            "TONGBAN_DEMO_DOCUMENTS": str(self.documents), "PORT": str(self.port), "PYTHONPATH": "src",
            "DJANGO_SETTINGS_MODULE": "tongban.config.settings",
        }  # fmt: skip
        return os.environ | own

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "tongban", *words]
        return subprocess.run(command, cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True)

    def start(self) -> None:
        log = self.home.parent / "soak.log"
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tongban", "run", "--port", str(self.port)],
                cwd=ROOT, env=self.environment, stdout=out, stderr=subprocess.STDOUT,
            )  # fmt: skip
        until = time.monotonic() + START_WITHIN
        while "通办已启动" not in log.read_text("utf-8"):
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"tongban run did not start:\n{log.read_text('utf-8')[-3000:]}")
            time.sleep(0.5)

    def stop(self) -> int:
        """Ctrl-C; the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(STOP_WITHIN)

    def sample(self, seconds: float) -> None:
        """Note the memory of the biggest process under web and under worker."""
        assert self.process is not None
        parts = {command_of(child): child for child in children_of(self.process.pid)}
        web = max((memory_of(pid) for pid in tree(parts.get("web", 0))), default=0)
        self.memory.append((seconds, web, memory_of(parts.get("worker", 0))))


def tree(pid: int) -> list[int]:
    return [pid, *(found for child in children_of(pid) for found in tree(child))]


def children_of(pid: int) -> list[int]:
    try:
        lists = [task.read_text() for task in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    return [int(child) for words in lists for child in words.split()]


def command_of(pid: int) -> str:
    """The last word of its command line."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().rstrip(b"\0").split(b"\0")[-1].decode()


def memory_of(pid: int) -> int:
    """Resident kB; 0 where there is no such process."""
    try:
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0
