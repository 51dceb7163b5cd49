"""The manual (docs/manual) as pages: Markdown rendered once in a process. README.md is the index and gives the order."""

import functools
import itertools
import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tongban.kernel.errors import NotFound

FOLDER = Path(__file__).resolve().parents[4] / "docs" / "manual"  # the product runs from its repository (make ready)
INDEX = "README"
_LISTED = re.compile(r"^(?:-|\d+\.) \[[^\]]+\]\((\w[\w-]*)\.md\)", re.MULTILINE)
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the second level and its place on the page."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One page of the manual; `html` is made from our own Markdown, in which HTML is switched off."""

    name: str
    title: str
    sections: tuple[Section, ...]
    html: str


@functools.cache
def chapters() -> dict[str, Chapter]:
    """The index first, then the chapters in the order in which the index lists them."""
    listed = _LISTED.findall((FOLDER / f"{INDEX}.md").read_text("utf-8"))
    return {name: _read(name) for name in (INDEX, *listed)}


def chapter(name: str) -> Chapter:
    """NotFound for a name that the index does not list."""
    found = chapters().get(name)
    if found is None:
        raise NotFound()
    return found


def anchor_of(title: str) -> str:
    """The same anchor as code hosts make of a heading, so that links work there and here."""
    return re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-")


def _read(name: str) -> Chapter:
    tokens = _markdown.parse((FOLDER / f"{name}.md").read_text("utf-8"))
    title, rest = tokens[1].content, tokens[3:]
    sections = tuple(_anchored(rest))
    for token in rest:
        for inner in token.children or ():
            _adapt(inner)
    return Chapter(name, title, sections, _markdown.renderer.render(rest, _markdown.options, {}))


def _anchored(tokens: Sequence[Token]) -> Iterator[Section]:
    """Give each heading its anchor; those of the second level make the page's table of contents."""
    for opening, text in itertools.pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", anchor_of(text.content))
            if opening.tag == "h2":
                yield Section(anchor_of(text.content), text.content)


def _adapt(token: Token) -> None:
    """Links between pages lose their .md; pictures wait until they are scrolled to, with their place kept free."""
    if token.type == "link_open":
        token.attrSet("href", re.sub(r"^([\w-]+)\.md(?=#|$)", r"\1", str(token.attrGet("href"))))
    elif token.type == "image":
        width, height = _size(FOLDER / str(token.attrGet("src")))
        token.attrs |= {"loading": "lazy", "width": width, "height": height}


def _size(picture: Path) -> tuple[int, int]:
    """Width and height in pixels, from the head of a PNG."""
    with picture.open("rb") as file:
        width, height = struct.unpack(">16xII", file.read(24))
    return width, height
