"""`make new-app` writes an app that the linters accept, and refuses a bad name."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import new_app

ROOT = Path(__file__).resolve().parents[2]


def test_the_skeleton_is_clean_code(tmp_path):
    new_app.write(tmp_path / "widgets", group="business", name="widgets")
    for command in (["check"], ["format", "--check"]):
        ruff = [Path(sys.executable).parent / "ruff", *command, "--config", ROOT / "pyproject.toml", tmp_path]
        done = subprocess.run(ruff, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


def test_the_skeleton_names_the_app(tmp_path):
    new_app.write(tmp_path / "widgets", group="business", name="widgets")
    assert 'name = "tongban.business.widgets"' in (tmp_path / "widgets/apps.py").read_text("utf-8")
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and "$" in file.read_text("utf-8")]


@pytest.mark.parametrize(
    ("group", "name"), [("shop", "widgets"), ("business", "Widgets"), ("business", "a-b"), ("", "")]
)
def test_a_bad_name_is_refused(group, name):
    assert new_app.refusal(group, name)


def test_a_taken_name_is_refused(tmp_path):
    (tmp_path / "src/tongban/office/drive").mkdir(parents=True)
    assert "taken" in new_app.refusal("business", "drive", root=tmp_path)
