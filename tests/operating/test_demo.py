"""`tongban demo` as the person at the terminal meets it: interrupted hard, asked for again, refused."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.operating.installation import HERE, Installation

pytestmark = pytest.mark.django_db  # its template of migrated databases
FIRST, COUNT, CASES = 3, 24, 6
ASKED = ("--documents", COUNT - CASES, "--cases", CASES)


@pytest.fixture
def county(migrated_url: str, tmp_path: Path) -> Installation:
    installation = Installation(tmp_path / "home", migrated_url)
    made = installation.python(HERE / "demo_county.py")
    assert made.returncode == 0, made.stderr
    return installation


def look(installation: Installation, *words: str) -> list[str]:
    return installation.python(HERE / "demo_look.py", *words).stdout.split()


def worker_of(watching: "subprocess.Popen[str]") -> int:
    """The process number of the worker that the command has started for itself."""
    for _ in range(300):
        listed = subprocess.run(["pgrep", "-P", str(watching.pid)], check=False, capture_output=True, text=True).stdout
        if listed.strip():
            return int(listed.split()[0])
        time.sleep(0.1)
    raise AssertionError("no worker was started")


def test_killed_hard_in_the_middle_it_goes_on_and_nothing_is_made_twice(county: Installation) -> None:
    watching = county.start("demo", *ASKED, stderr=subprocess.PIPE)
    worker = worker_of(watching)
    assert first_progress(watching) < COUNT
    for process in (worker, watching.pid):
        os.kill(process, signal.SIGKILL)
    made = int(look(county, "expire")[0])
    assert FIRST < made < FIRST + COUNT, "it was not killed in the middle"
    again = county.run("demo", *ASKED)
    assert again.returncode == 0, again.stderr
    assert f"{COUNT}/{COUNT}" in again.stderr
    assert "100%" in again.stderr
    assert look(county) == [str(FIRST + COUNT), "0", "done", str(COUNT)]
    assert county.run("check-data").returncode == 0
    assert county.run("audit", "verify").returncode == 0


def first_progress(watching: "subprocess.Popen[str]") -> int:
    """Wait until the bar says that some are made; how many."""
    for line in watching.stderr or ():
        if found := re.search(rf"([1-9]\d*)/{COUNT} ", line):
            return int(found[1])
    raise AssertionError("it ended before anything was made")


def test_an_installation_in_earnest_is_left_alone(full: Installation) -> None:
    refused = full.run("demo")
    assert refused.returncode == 1
    assert "不是演示安装" in refused.stderr
