"""The two wheels hold what they promise, and nothing in them asks another host."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import tongban_assets
import tongban_fonts
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
LOADS = re.compile(r"""(?:url\(|@import|\bsrc=)\s*["']?\s*(?:https?:)?//|sourceMappingURL""")
STATIC = tongban_assets.directory() / "tongban_assets"


def test_every_font_that_is_not_named_missing_can_be_read():
    for name in set(tongban_fonts.expected()) - set(tongban_fonts.missing()):
        assert len(TTFont(tongban_fonts.directory() / name, lazy=True).getBestCmap()) > 6763


def test_the_fonts_from_npm_are_never_missing():
    assert all(name.startswith("Fandol") for name in tongban_fonts.missing())


@pytest.mark.parametrize("name", sorted(file.name for file in STATIC.iterdir() if file.suffix != ".woff2"))
def test_no_asset_loads_anything_from_elsewhere(name):
    assert not LOADS.search((STATIC / name).read_text("utf-8"))


def test_the_sprite_holds_each_listed_icon_once():
    symbols = [symbol.get("id") for symbol in ElementTree.parse(STATIC / "icons.svg").getroot()]
    assert symbols == tongban_assets.icons()


@pytest.mark.parametrize("module", [tongban_assets, tongban_fonts])
def test_licences_are_in_the_wheel(module):
    assert list((Path(module.__file__).parent / "licences").glob("*.txt"))


@pytest.mark.parametrize("name", ["tongban-fonts", "tongban-assets"])
def test_the_lock_file_names_hashes_and_no_address(name):
    packages = json.loads((ROOT / "packages" / name / "package-lock.json").read_text("utf-8"))["packages"]
    for path, package in packages.items():
        assert "resolved" not in package
        assert not path or package["integrity"].startswith("sha512-")


@pytest.mark.parametrize("file", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda file: file.name)
def test_every_requirement_has_a_hash_and_no_address(file):
    text = file.read_text("utf-8")
    assert "://" not in text
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\S)", text.strip()) if not block.startswith("#"))


def test_no_page_asks_for_an_icon_that_the_sprite_lacks():
    pages = [*(ROOT / "src").rglob("*.html"), *(ROOT / "src").rglob("*.py")]
    asked = {name for page in pages for name in re.findall(r"""{% icon ["']([a-z0-9-]+)""", page.read_text("utf-8"))}
    assert asked <= set(tongban_assets.icons())
