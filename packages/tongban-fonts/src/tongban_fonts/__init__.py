"""The open fonts that documents are laid out with: plain TTF and OTF files, no system font needed.

Promised: the four fonts from npm are always there. Not promised: the four Fandol fonts (仿宋, 楷体, 宋体), which only
a build on Debian or Ubuntu finds; ask `missing()` and say so to the user, who then gets 霞鹜文楷 in their place.
"""

import json
from pathlib import Path

_HERE = Path(__file__).parent

__all__ = ["directory", "expected", "missing"]


def directory() -> Path:
    """The folder that holds the font files, for Typst's `font_paths` or fontTools."""
    return _HERE / "fonts"


def expected() -> list[str]:
    """The file names of a complete build, for example `FandolFang-Regular.otf`."""
    sources = json.loads((_HERE / "fonts.json").read_text(encoding="utf-8"))
    return [*sources["npm"], *sources["debian"]]


def missing() -> list[str]:
    """The expected files that this build does not hold; empty when it is complete."""
    return [name for name in expected() if not (directory() / name).is_file()]
