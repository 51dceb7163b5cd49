"""Wheel build hook: gathers the fonts of fonts.json from npm and Debian into the wheel."""

import gzip
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import building  # noqa: E402
import downloads  # noqa: E402

DEBIAN_PACKAGE = "texlive-lang-chinese"  # 49 MB, of which four fonts are kept


class FontsHook(BuildHookInterface):
    """Stages the files in a temporary folder; the source tree is never written to."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        self.stage = Path(tempfile.mkdtemp())
        stage(self.stage)
        build_data["force_include"][str(self.stage)] = "tongban_fonts"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        shutil.rmtree(self.stage)


def stage(target: Path) -> None:
    """Fill `target` with fonts/ and licences/."""
    sources = json.loads((HERE / "src" / "tongban_fonts" / "fonts.json").read_text(encoding="utf-8"))
    for folder in ("fonts", "licences"):
        (target / folder).mkdir()
    with tempfile.TemporaryDirectory() as work:
        modules = building.npm_ci(HERE, Path(work))
        for name, path in sources["npm"].items():
            plain_font(modules / path, target / "fonts" / name)
        building.licences(modules, target / "licences")
    stage_debian(sources, target)


def stage_debian(sources: dict[str, dict[str, str]], target: Path) -> None:
    fonts, licences = sources["debian"], sources["debian_licences"]
    found = downloads.debian(DEBIAN_PACKAGE, [*fonts.values(), *licences.values()])
    if found is None:
        building.say(f"NOT in the fonts wheel, as {DEBIAN_PACKAGE} of Debian cannot be had: {', '.join(fonts)}.")
        building.say("Documents will show 霞鹜文楷 where 仿宋 belongs until the wheel is rebuilt on Debian or Ubuntu.")
        return
    for name, path in fonts.items():
        shutil.copy(found / path, target / "fonts" / name)
    for name, path in licences.items():
        content = (found / path).read_bytes()
        plain = gzip.decompress(content) if path.endswith(".gz") else content
        (target / "licences" / name.removesuffix(".gz")).write_bytes(plain)


def plain_font(source: Path, target: Path) -> None:
    """A .woff becomes TTF; .woff2 would need a decoder that some machines lack."""
    if source.suffix != ".woff":
        shutil.copy(source, target)
        return
    font = TTFont(source)
    font.flavor = None
    font.save(target)
