"""Where does the seal go? Over the name and the date at the end of the text (GB/T 9704-2012, 7.3.5.1)."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from operator import attrgetter

import pypdfium2 as pdfium

from tongban.lib.gm.files import is_pdf
from tongban.lib.gm.report import Place
from tongban.lib.ofd.document import Ofd
from tongban.lib.ofd.pdfparts import letters_of
from tongban.lib.ofd.text import page_pieces

_DATE = re.compile(
    r"(?:\d{4}|[〇○零一二三四五六七八九]{4})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
_NEAR = 14.0  # mm: the name stands at most so far above the date
_RAISED = 2.0  # mm: the seal's centre lies a little above the middle of name and date


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its ends and its baseline, in mm from the sheet's top left corner."""

    text: str
    left: float
    right: float
    base: float
    size: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def by_date(data: bytes, *, millimetres: float) -> Place | None:
    """The place over the last line that is nothing but a date, and the name above it; None where there is none."""
    for page, lines in _pages_from_the_end(data):
        dates = [line for line in lines if _DATE.fullmatch(re.sub(r"\s", "", line.text))]
        if dates:
            return _over(max(dates, key=attrgetter("base")), lines, page, millimetres)
    return None


def _over(date: Line, lines: Iterable[Line], page: int, side: float) -> Place:
    above = [
        line
        for line in lines
        if 0 < date.base - line.base < _NEAR and line.left < date.right and line.right > date.left
    ]
    top = min([each.base - each.size for each in above], default=date.base - date.size)
    x, y = date.middle, (top + date.base) / 2 - (_RAISED if above else 0)
    return Place(page, x - side / 2, y - side / 2, side, side)


def by_boxes(text: str, *, number: int) -> Place:
    """The place of the seal `number` (from 0) among the boxes 印章 that `tongban typeset --boxes` wrote.

    Raises ValueError where the text is not such a list, or has fewer seals.
    """
    found = [each for each in json.loads(text) if isinstance(each, dict) and each.get("element") == "印章"]
    if number >= len(found):
        raise ValueError(f"版面上只有 {len(found)} 个印章的位置")
    box = found[number]
    try:
        return Place(int(box["page"]), *(float(box[side]) for side in ("x", "y", "w", "h")))
    except (KeyError, TypeError) as error:
        raise ValueError("印章的位置不完整") from error


def _pages_from_the_end(data: bytes) -> Iterator[tuple[int, list[Line]]]:
    if is_pdf(data):
        with closing(pdfium.PdfDocument(data)) as document:
            for at in reversed(range(len(document))):
                with closing(document[at]) as page:
                    letters = letters_of(page)
                    yield at + 1, _lines(Line(one.text, one.x, one.x + one.size, one.y, one.size) for one in letters)
    else:
        for page in reversed(Ofd(data).document.pages):
            pieces = (Line(one.text, one.x, one.x + one.width, one.y, one.size) for one in page_pieces(page))
            yield page.number, _lines(pieces)


def _lines(parts: Iterable[Line]) -> list[Line]:
    """Neighbours on one baseline joined, with a new line at a gap of two characters."""
    found: list[Line] = []
    for part in sorted(parts, key=lambda one: (round(one.base, 1), one.left)):
        last = found[-1] if found else None
        if (
            last
            and abs(last.base - part.base) < 0.3 * part.size
            and -part.size < part.left - last.right < 2 * part.size
        ):
            found[-1] = Line(last.text + part.text, last.left, max(last.right, part.right), last.base, last.size)
        else:
            found.append(part)
    return found
