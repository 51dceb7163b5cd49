"""Pages of a PDF as a reader sees them: their frame, and boxes in millimetres from the top left corner."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader

from tongban.lib.gm.report import Place

POINTS_PER_MM = 72 / 25.4
MAX_PAGES = 10_000
_MAX_DEPTH = 50


@dataclass(frozen=True)
class Frame:
    """The visible area of a page in points: left, bottom, right, top (CropBox, else MediaBox), and its rotation."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int = 0

    def box(self, place: Place) -> tuple[float, float, float, float]:
        """`place` in the page's own points: left, bottom, right, top."""
        left = self.left + place.x * POINTS_PER_MM
        top = self.top - place.y * POINTS_PER_MM
        return (left, top - place.height * POINTS_PER_MM, left + place.width * POINTS_PER_MM, top)

    def place(self, page: int, box: tuple[float, float, float, float]) -> Place:
        """The reverse of `box`, to a tenth of a millimetre."""
        left, bottom, right, top = min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])
        figures = (left - self.left, self.top - top, right - left, top - bottom)
        return Place(page, *(round(figure / POINTS_PER_MM, 1) for figure in figures))

    def holds(self, place: Place) -> bool:
        """Whether `place` has a size and lies wholly on the page (a tenth of a millimetre is forgiven)."""
        left, bottom, right, top = self.box(place)
        slack = 0.1 * POINTS_PER_MM
        inside = left >= self.left - slack and right <= self.right + slack
        return inside and bottom >= self.bottom - slack and top <= self.top + slack and left < right and bottom < top


def frame_of(page: DictionaryObject) -> Frame:
    """The frame of `page`. Raises ValueError when the page has none."""
    box = _inherited(page, "/CropBox") or _inherited(page, "/MediaBox")
    if box is None or len(box) != 4:
        raise ValueError("a page needs a MediaBox")
    x1, y1, x2, y2 = (float(figure) for figure in box)
    return Frame(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2), int(_inherited(page, "/Rotate") or 0) % 360)


def pages(reader: PdfFileReader) -> Iterator[IndirectObject]:
    """References to the pages in order, at most MAX_PAGES; a page tree that runs in a circle ends."""
    waiting = [reader.root.raw_get("/Pages")]
    seen, count = set(), 0
    while waiting and count < MAX_PAGES:
        reference = waiting.pop()
        if reference in seen:
            continue
        seen.add(reference)
        node = reference.get_object()
        if "/Kids" in node:
            waiting.extend(reversed(list(node["/Kids"])[:MAX_PAGES]))
        else:
            count += 1
            yield reference


def _inherited(page: DictionaryObject, key: str):  # type: ignore[no-untyped-def]
    node = page
    for _ in range(_MAX_DEPTH):
        if key in node:
            return node[key]
        if "/Parent" not in node:
            return None
        node = node["/Parent"]
    return None
