"""What the version before has made is there after the upgrade, and works. upgraded_from.txt pins the commit of its tag."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.operating.installation import HERE, ROOT, Installation

DOCUMENTS = "3"
SHIPPED = "flow.Definition"  # a process that is shipped anew comes as one more version
LOOK, PREPARE = HERE / "upgrade_look.py", HERE / "prepare_before.py"


@pytest.fixture(scope="module")
def code_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product's code as it was."""
    commit = (HERE / "upgraded_from.txt").read_text().strip()
    folder = tmp_path_factory.mktemp("before")
    packed = subprocess.run(["git", "archive", commit, "src"], cwd=ROOT, check=False, capture_output=True)
    assert packed.returncode == 0, f"the clone has no history down to {commit}: {packed.stderr.decode()}"
    subprocess.run(["tar", "-x", "-C", folder], input=packed.stdout, check=True)
    return folder


@pytest.mark.feature("F-OPS-02")
def test_documents_cases_and_trail_are_there_after_the_upgrade(code_before: Path, installation: Installation) -> None:
    old = {
        "PYTHONPATH": str(code_before / "src"), "TONGBAN_DEMO": "1", "TONGBAN_DEMO_DOCUMENTS": DOCUMENTS,
    }  # fmt: skip
    subprocess.run([sys.executable, PREPARE], cwd=code_before, env=installation.environment | old, check=True)
    before = run(code_before, installation, old, "count")
    assert before["documents.Document"] > 0
    assert before["casework.Case"] > 0
    assert installation.run("prepare").returncode == 0
    after = run(ROOT, installation, {}, "count")
    assert after[SHIPPED] >= before.pop(SHIPPED)
    assert {label: after[label] for label in before} == before
    sealed = installation.home / "sealed.pdf"
    works = run(ROOT, installation, {}, "works", str(sealed))
    assert works == {"document": 200, "found": True, "desk": 200, "case": 200}
    for command in (["check-data"], ["audit", "verify"]):
        checked = installation.run(*command)
        assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "签章完好" in installation.run("verify", sealed).stdout


def run(code: Path, installation: Installation, more: dict[str, str], *words: str) -> dict[str, int]:
    environment = os.environ | installation.environment | {"PYTHONPATH": str(code / "src")} | more
    done = subprocess.run(
        [sys.executable, str(LOOK), *words], cwd=code, env=environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.strip().rpartition("\n")[2]))
