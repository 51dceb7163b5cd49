"""Draws one SVG file of <symbol>s from single icon files."""

import re
from pathlib import Path
from xml.sax.saxutils import escape

BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
FRAME = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>')
# The line width is left to the page's style sheet: an attribute here would win over it.
SYMBOL = (
    '<symbol id="{id}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
    ' stroke-linecap="round" stroke-linejoin="round">{body}</symbol>'
)


def names(listing: str) -> list[str]:
    """The icon names of icons.txt: one a line, without comments; an icon listed twice is an error."""
    found = [line.strip() for line in listing.splitlines() if line.strip() and not line.startswith("#")]
    if len(set(found)) < len(found):
        raise SystemExit(f"listed twice in icons.txt: {sorted({name for name in found if found.count(name) > 1})}")
    return found


def draw(icons: list[str], folder: Path) -> str:
    """The sprite; a name without a file is an error that names it."""
    absent = [name for name in icons if not (folder / f"{name}.svg").is_file()]
    if absent:
        raise SystemExit(f"no such Tabler outline icon: {', '.join(absent)}")
    symbols = [symbol(name, (folder / f"{name}.svg").read_text("utf-8")) for name in icons]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def symbol(name: str, svg: str) -> str:
    body = BODY.search(svg)
    if body is None:
        raise SystemExit(f"{name}.svg is not an SVG picture")
    lines = (line.strip() for line in FRAME.sub("", body.group(1)).splitlines())
    return SYMBOL.format(id=escape(name), body="".join(lines))
