"""The environment is made once, and again only when what it is made of has changed."""

import json
import sys

import pytest

from tools import bootstrap


@pytest.fixture
def venv(tmp_path, monkeypatch):
    monkeypatch.setattr(bootstrap, "STAMPS", tmp_path / "built.json")
    return tmp_path


def test_a_piece_is_made_once_for_the_same_sources(venv):
    made = []
    for value in ("one", "one", "two"):
        bootstrap.once("fonts", value, lambda value=value: made.append(value))
    assert made == ["one", "two"]
    assert json.loads((venv / "built.json").read_text("utf-8")) == {"fonts": "two"}


def test_a_piece_that_failed_is_tried_again(venv):
    def fail():
        raise SystemExit("no network")

    with pytest.raises(SystemExit):
        bootstrap.once("fonts", "one", fail)
    assert bootstrap.built() == {}


def test_the_digest_follows_names_and_contents(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("a", encoding="utf-8")
    before = bootstrap.digest([file])
    assert bootstrap.digest([file.rename(tmp_path / "b.txt")]) != before
    (tmp_path / "a.txt").write_text("b", encoding="utf-8")
    assert bootstrap.digest([tmp_path / "a.txt"]) != before


def test_a_linter_setting_does_not_relink(tmp_path, monkeypatch):
    text = (bootstrap.ROOT / "pyproject.toml").read_text("utf-8")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    digests = set()
    for changed in (text, text + "\n[tool.other]\nx = 1\n", text.replace('version = "', 'version = "9')):
        (tmp_path / "pyproject.toml").write_text(changed, encoding="utf-8")
        digests.add(bootstrap.digest_of_project())
    assert len(digests) == 2


def test_a_wheelhouse_without_our_wheels_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(bootstrap, "WHEELHOUSE", str(tmp_path))
    with pytest.raises(SystemExit, match="tongban-fonts"):
        bootstrap.ready_made("tongban-fonts")


def test_an_environment_that_is_a_link_is_left_to_its_owner(tmp_path, monkeypatch):
    owned = tmp_path / "theirs"
    (owned / "bin").mkdir(parents=True)
    (owned / "bin" / "python").symlink_to(sys.executable)
    link = tmp_path / ".venv"
    link.symlink_to(owned)
    monkeypatch.setattr(bootstrap, "VENV", link)
    monkeypatch.setattr(bootstrap, "PYTHON", link / "bin" / "python")
    before = sorted(owned.rglob("*"))
    bootstrap.make_environment("dev")
    assert sorted(owned.rglob("*")) == before
    (owned / "bin" / "python").unlink()
    with pytest.raises(SystemExit, match="remove the link"):
        bootstrap.make_environment("dev")
