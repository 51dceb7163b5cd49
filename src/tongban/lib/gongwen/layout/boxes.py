"""From the marks that the templates leave on the pages to boxes and seal places, in mm from the sheet's top left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

LEFT_MM, TOP_MM, WIDTH_MM, HEIGHT_MM = 28.0, 37.0, 156.0, 225.0
# The baseline lies this part of the size below the upper edge of a line (templates/grid.typ).
_ASCENT = 0.88
# Elements of several lines that the reader takes as one.
_UNITED = {"标题", "附件标题", "附件说明", "签发人"}

Mark = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Box:
    """Where one element stands on one page; an element that runs over pages has a box on each."""

    element: str
    page: int
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class SealPlace:
    """The centre of the place kept free for a seal (GB/T 9704-2012, 7.3.5.1), in mm."""

    unit: str
    page: int
    x: float
    y: float
    diameter: float


def seal_places(marks: Iterable[Mark]) -> list[SealPlace]:
    """The centres for the seals, in the order of the units."""
    return [
        SealPlace(m["unit"], m["page"], round(m["x"], 3), round(m["y"], 3), m["diameter"])
        for m in marks
        if m["edge"] == "seal"
    ]


def boxes(marks: Iterable[Mark]) -> list[Box]:
    """The boxes of all marked elements, in reading order."""
    found: list[Box] = []
    opened: dict[str, Mark] = {}
    for mark in marks:
        if mark["edge"] == "area":
            found.append(_box(mark, x=mark["x"], y=mark["y"], w=mark["width"], h=mark["height"]))
        elif mark["edge"] == "seal":
            side = mark["diameter"]
            found.append(_box(mark, x=mark["x"] - side / 2, y=mark["y"] - side / 2, w=side, h=side))
        elif mark["edge"] in {"start", "top-left"}:
            opened[mark["element"]] = mark
        elif mark["edge"] in {"end", "bottom-right"}:
            found += _between(opened.pop(mark["element"]), mark)
    return _united(found)


def _between(start: Mark, end: Mark) -> list[Box]:
    if start["edge"] == "top-left":
        return _cornered(start, end)
    size = start["size"]
    top, bottom = start["y"] - _ASCENT * size, end["y"] + (1 - _ASCENT) * size
    if start["page"] == end["page"] and abs(start["y"] - end["y"]) < size / 2:
        return [_box(start, x=start["x"], y=top, w=end["x"] - start["x"], h=size)]
    return _columns(start["element"], first=(start["page"], top), last=(end["page"], bottom))


def _cornered(start: Mark, end: Mark) -> list[Box]:
    if start["page"] == end["page"]:
        x, y = min(start["x"], end["x"]), min(start["y"], end["y"])  # what lies on its side has its corners elsewhere
        return [_box(start, x=x, y=y, w=abs(end["x"] - start["x"]), h=abs(end["y"] - start["y"]))]
    return _columns(start["element"], first=(start["page"], start["y"]), last=(end["page"], end["y"]))


def _columns(element: str, *, first: tuple[int, float], last: tuple[int, float]) -> list[Box]:
    """The whole width of the text area on each page between two heights."""
    pages = range(first[0], last[0] + 1)
    found = []
    for page in pages:
        top = first[1] if page == first[0] else TOP_MM
        bottom = last[1] if page == last[0] else TOP_MM + HEIGHT_MM
        found.append(_rounded(element, page, LEFT_MM, top, WIDTH_MM, bottom - top))
    return found


def _united(found: Iterable[Box]) -> list[Box]:
    merged: list[Box] = []
    for box in found:
        before = merged[-1] if merged else None
        if before and box.element in _UNITED and (before.element, before.page) == (box.element, box.page):
            merged[-1] = _union(before, box)
        else:
            merged.append(box)
    return merged


def _union(one: Box, two: Box) -> Box:
    x, y = min(one.x, two.x), min(one.y, two.y)
    right, bottom = max(one.x + one.w, two.x + two.w), max(one.y + one.h, two.y + two.h)
    return _rounded(one.element, one.page, x, y, right - x, bottom - y)


def _box(mark: Mark, *, x: float, y: float, w: float, h: float) -> Box:
    return _rounded(mark["element"], mark["page"], x, y, w, h)


def _rounded(element: str, page: int, *sides: float) -> Box:
    x, y, w, h = (round(side, 3) for side in sides)
    return Box(element, page, x, y, w, h)
