"""An operator who makes a mistake reads one line: where, what, and what to do. Never a traceback, never a password."""

import errno
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError

from tests.operating.installation import HERE, ROOT, Installation
from tongban.config.mistakes import of_failure

SETTINGS = [
    ("DATABASE_URL", "mysql://root@localhost/x", "写法不对"),
    ("DATABASE_URL", "postgres://tongban:geheim@localhost:70000/x", "写法不对"),
    ("DATABASE_URL", "postgres://tongban:ge/heim@localhost/x", "%40"),
    ("DATABASE_URL", "postgres://tongban:geheim@localhost", "库名"),
    ("DATABASE_URL", "sqlite://somewhere", "sqlite:///文件"),
    ("REDIS_URL", "localhost:6379", "redis://"),
    ("PORT", "99999", "1 到 65535"),
    ("PORT", "http", "1 到 65535"),
    ("TONGBAN_BIND", "203.0.113.9", "本机没有地址"),
    ("TONGBAN_BIND", "no such host", "本机没有地址"),
    ("TONGBAN_WEB_PROCESSES", "0", "1 到 256"),
    ("TONGBAN_SESSION_HOURS", "-1", "整数"),
    ("TONGBAN_SESSION_IDLE_MINUTES", "1.5", "整数"),
    ("TONGBAN_SMTP_PORT", "smtp", "1 到 65535"),
    ("TONGBAN_SITES", "workbench konsole", "workbench、console"),
    ("TONGBAN_SITES", ",", "workbench、console"),
    ("TONGBAN_SITES", "portal workbench", "portal 是公众区的门户"),
    ("TONGBAN_TLS", "maybe", "1（开）或 0（关）"),
    ("TONGBAN_DEBUG", "y", "1（开）或 0（关）"),
    ("TONGBAN_LOG_LEVEL", "chatty", "DEBUG、INFO"),
    ("TONGBAN_FONTS", "/no/such/folder", "没有文件夹 /no/such/folder"),
    ("TONGBAN_HOME", f"{__file__}/home", "不是文件夹"),
    ("TONGBAN_HOME", __file__, "同名的文件"),
    ("TONGBAN_BLOBS", f"{__file__}/blobs", "不是文件夹"),
]


@pytest.fixture(scope="module")
def starts(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Starts"]:
    made = Starts(Installation(tmp_path_factory.mktemp("mistakes") / "home", "sqlite:///"))
    yield made
    made.close()


class Starts:
    """Starts of the program one after another, in one process of its own."""

    def __init__(self, installation: Installation) -> None:
        self.home = installation.home
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("TONGBAN_", "DATABASE_"))}
        self.process = subprocess.Popen(
            [sys.executable, HERE / "one_start_each.py"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, env=environment | {"TONGBAN_HOME": str(self.home), "PYTHONPATH": "src"},
        )  # fmt: skip

    def __call__(self, *words: str, **settings: str) -> tuple[int, str]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"words": words, "settings": settings}) + "\n")
        self.process.stdin.flush()
        done = json.loads(self.process.stdout.readline())
        return done["code"], done["said"]

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


CASES = [("web", *case) for case in SETTINGS] + [("run", *case) for case in SETTINGS if "PROCESSES" not in case[0]]


@pytest.mark.parametrize(("command", "name", "value", "says"), CASES)
def test_a_wrong_setting_is_named_in_one_line(starts: Starts, command: str, name: str, value: str, says: str) -> None:
    code, said = starts(command, **{name: value})
    assert code == 78
    assert said.startswith(f"{name}：")
    assert says in said
    assert said.count("\n") == 1
    assert "heim" not in said


def test_a_port_out_of_range_on_the_command_line_is_refused(starts: Starts) -> None:
    code, said = starts("web", "--port", "0")
    assert code == 2
    assert "应是 1 到 65535 的整数，不能是“0”" in said


def test_a_taken_port_is_named_before_anything_starts(starts: Starts) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        for command in ("run", "web"):
            code, said = starts(command, PORT=port)
            assert (code, said.count("\n")) == (78, 1)
            assert f"端口 {port} 已被别的程序占用" in said


def test_an_empty_key_is_not_taken_for_a_key(starts: Starts) -> None:
    key = starts.home / "keys" / "secret.key"
    key.parent.mkdir(parents=True, exist_ok=True)
    kept = key.read_text() if key.exists() else ""
    key.write_text("")
    try:
        code, said = starts("web", PORT="8123")
    finally:
        key.write_text(kept) if kept else key.unlink()
    assert code == 78
    assert "secret.key 是空的" in said


@pytest.mark.parametrize(
    "url",
    [
        "postgres://nobody:geheim@127.0.0.1:1/none",
        "postgres://127.0.0.1:1/none?connect_timeout=soon",
        "sqlite:////no/such/folder/tongban.sqlite3",
        f"sqlite:///{__file__}",
    ],
)
@pytest.mark.parametrize("command", ["prepare", "jobs"])
def test_a_database_that_does_not_answer_is_named_in_one_line(tmp_path: Path, url: str, command: str) -> None:
    done = Installation(tmp_path / "home", url).run(command, *(["list"] if command == "jobs" else []))
    assert done.returncode == 78
    assert done.stderr.startswith("DATABASE_URL：数据库用不了")
    assert done.stderr.count("\n") == 1
    assert "geheim" not in done.stderr


def test_a_command_on_an_empty_database_says_what_to_run_first(installation: Installation) -> None:
    refused = installation.run("jobs", "list")
    assert refused.returncode == 78
    assert refused.stderr == (
        "DATABASE_URL：数据库里还没有表。请先运行 tongban prepare；要恢复备份则运行 tongban restore。\n"
    )


@pytest.mark.parametrize(
    ("failure", "says"),
    [
        (OSError(errno.ENOSPC, "", "/home/blobs/ab"), "TONGBAN_HOME：/home/blobs/ab 用不了：磁盘已满"),
        (OSError(errno.EROFS, "", "/home/keys"), "只读"),
        (OperationalError("database or disk is full"), "DATABASE_URL：数据库写不进去"),
        (OperationalError("attempt to write a readonly database"), "检查权限"),
    ],
    ids=["file", "read-only", "database full", "database read-only"],
)
def test_a_disk_that_is_full_is_named_in_one_line(failure: Exception, says: str) -> None:
    assert says in str(of_failure(failure))


def test_a_defect_keeps_its_traceback() -> None:
    assert of_failure(OSError(errno.EBADF, "")) is None
    assert of_failure(OperationalError("no such column: x")) is None
    assert of_failure(ZeroDivisionError()) is None
