"""Icons become symbols of one file; a wrong list is refused by name."""

import importlib.util
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "packages" / "tongban-assets" / "sprite.py"
ICON = """<svg xmlns="http://www.w3.org/2000/svg" class="icon">
  <path stroke="none" d="M0 0h24v24H0z" fill="none" />
  <path d="M1 1" />
</svg>"""


@pytest.fixture(scope="module")
def sprite():
    spec = importlib.util.spec_from_file_location("sprite", SOURCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_icon_becomes_a_symbol_without_its_frame(sprite, tmp_path):
    (tmp_path / "pencil.svg").write_text(ICON, encoding="utf-8")
    drawn = sprite.draw(["pencil"], tmp_path)
    assert 'id="pencil"' in drawn
    assert "M1 1" in drawn
    assert "M0 0h24v24H0z" not in drawn


def test_an_unknown_icon_is_named(sprite, tmp_path):
    with pytest.raises(SystemExit, match="no-such"):
        sprite.draw(["no-such"], tmp_path)


def test_an_icon_listed_twice_is_refused(sprite):
    with pytest.raises(SystemExit, match="pencil"):
        sprite.names("pencil\n# a remark\n\npencil\n")
