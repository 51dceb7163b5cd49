"""Two zones, two databases, processes of each: what goes over, what comes back, what never does."""

import json
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.databases import empty_database, migrated_database
from tests.operating.installation import HERE, Installation
from tests.operating.test_run import Running, environment_of, free_port
from tongban.config.listening import answers

pytestmark = pytest.mark.django_db  # its template of migrated databases

SCRIPT, CARRIER = HERE / "both_zones.py", HERE / "carry_and_die.py"
KILLED = -signal.SIGKILL


@pytest.fixture
def two(migrated: str, tmp_path: Path) -> Iterator[Installation]:
    """An office with tables and its public zone beside it, both empty."""
    folders = [tmp_path / name for name in ("office", "public")]
    for folder in folders:
        folder.mkdir()
    with migrated_database(migrated, folders[0]) as url, migrated_database(migrated, folders[1]) as public_url:
        yield Installation(tmp_path / "home", url, public_url)


def done(zone: Installation, *words: object) -> str:
    """What the script says, run in this zone."""
    finished = zone.python(*words)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.strip().rpartition("\n")[2]


def told(zone: Installation, what: str) -> dict[str, Any]:
    return dict(json.loads(done(zone, SCRIPT, what)))


def test_an_application_goes_to_the_office_and_its_state_comes_back(two: Installation) -> None:
    running = Running(two)
    try:
        running.lines_until_started()
        done(two, SCRIPT, "publish")
        receipt = done(two.public(), SCRIPT, "apply")
        case, state = told(two, "office"), told(two.public(), "public")
        doors = {place: status(running, place) for place in DOORS}
        environments = [environment_of(process) for process in running.everything()]
    finally:
        running.process.terminate()
        running.ends()
    assert (case["cases"], case["receipt"], case["readable"], case["submissions"]) == (1, receipt, True, 0)
    assert case["files"] > 0
    assert (state["receipt"], state["waiting"], state["office_rows"]) == (receipt, 0, [])
    assert doors == DOORS
    public = [one for one in environments if one.get("TONGBAN_SITES") == "portal"]
    assert len(public) == 3
    assert not [one for one in public if two.url in one.values()]


DOORS = {
    ("office", "/login"): 200, ("office", "/exchange/parcels"): 404,
    ("public", "/"): 200, ("public", "/login"): 404, ("public", "/console/"): 404, ("public", "/documents/"): 404,
    ("public", "/api/v1/openapi.json"): 200,
    ("public", "/api/v1/units"): 404, ("public", "/exchange/parcels"): 401,
}  # fmt: skip


def status(running: Running, place: tuple[str, str]) -> int:
    zone, path = place
    port = running.port + (zone == "public")
    try:
        return int(urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=10).status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.fixture
def door(two: Installation) -> Iterator[Installation]:
    """The public zone's door open, no worker anywhere: the office, set up to speak with it."""
    port = free_port()
    key = ("TONGBAN_EXCHANGE_KEY", "a key of the test")
    office = replace(two, more=(key, ("TONGBAN_EXCHANGE_ADDRESS", f"http://localhost:{port}")))
    assert ends(office, "never") == [1]  # nobody answers there yet
    web = two.public(key).start("web", "--port", port, stderr=subprocess.DEVNULL)
    try:
        while not answers("127.0.0.1", port):
            assert web.poll() is None
        yield office
    finally:
        web.terminate()
        web.wait(20)


def test_killed_after_each_step_everything_counts_once(door: Installation) -> None:
    office, public = door, door.public(door.more[0])
    done(office, SCRIPT, "publish")
    assert ends(office, "brought", "noted") == [KILLED, KILLED]
    assert ends(public, "applied", "never") == [KILLED, 0]
    receipt = done(public, SCRIPT, "apply")
    steps = ["asked", "content is here", "kept", "told", "applied"]
    assert ends(office, *steps, "never") == [*[KILLED] * len(steps), 0]
    assert ends(public, "never") == [0]
    case, state = told(office, "office"), told(public, "public")
    assert (case["cases"], case["receipt"], case["readable"]) == (1, receipt, True)
    assert case["arrivals"] == [["hall.application", "applied"]]
    assert (state["receipt"], state["waiting"]) == (receipt, 0)
    assert {how for _, how in state["arrivals"]} <= {"applied", "outdated"}


def ends(zone: Installation, *steps: str) -> list[int]:
    """How the processes ended that did these steps, one after another."""
    return list(json.loads(done(zone, CARRIER, *steps)))


@pytest.mark.parametrize("command", ["worker", "prepare"])
def test_a_process_of_the_public_zone_never_opens_the_office_s_database(
    full: Installation, tmp_path: Path, command: str
) -> None:
    refused = Installation(tmp_path, full.url, more=(("TONGBAN_SITES", "portal"),)).run(command)
    assert refused.returncode == 78
    assert "这个数据库属于另一个区" in refused.stderr


def test_a_backup_brings_both_zones_back(two: Installation, tmp_path: Path) -> None:
    (two.home / "public").mkdir(parents=True)
    (two.home / "public/prepared.txt").touch()
    done(two, SCRIPT, "publish")
    done(two.public(), SCRIPT, "member")
    made = two.run("backup", tmp_path / "both.tar.gz")
    assert made.returncode == 0, made.stderr
    folders = [tmp_path / name for name in ("again", "again_public")]
    for folder in folders:
        folder.mkdir()
    with empty_database(folders[0]) as url, empty_database(folders[1]) as public_url:
        again = Installation(tmp_path / "restored", url, public_url)
        restored = again.run("restore", tmp_path / "both.tar.gz")
        assert restored.returncode == 0, restored.stderr
        assert restored.stdout.count("数据完好") == 2
        assert told(again.public(), "members") == {"members": 1, "items": 0}
        assert told(again, "members") == {"members": 0, "items": 1}
        assert again.run("restore", tmp_path / "both.tar.gz").returncode == 1
