"""Where a seal shows: on one page, or across the edge of all of them (骑缝章)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tongban.lib.ofd.document import Document
from tongban.lib.ofd.errors import NotSealable
from tongban.lib.ofd.geometry import Box

_TOLERANCE = 0.5  # mm
PAGES_OF_A_RIDING_SEAL = 20


@dataclass(frozen=True, slots=True)
class Placement:
    """The whole seal's box on a page (from 1), in mm from its top left corner; `clip` is the part that shows, counted
    from the corner of the seal.
    """

    page: int
    box: Box
    clip: Box | None = None

    @property
    def seen(self) -> Box:
        """What shows on the page."""
        part = self.clip
        return self.box if part is None else Box(self.box.x + part.x, self.box.y + part.y, part.width, part.height)


def riding(document: Document, *, width: float, height: float, top: float) -> tuple[Placement, ...]:
    """One strip of the seal on the right edge of each page, `top` mm from the upper edge.

    Long documents get several whole seals, at most PAGES_OF_A_RIDING_SEAL pages each. Raises NotSealable for one page.
    """
    count = len(document.pages)
    if count < 2:
        raise NotSealable("骑缝章至少要有两页")
    groups = -(-count // PAGES_OF_A_RIDING_SEAL)
    edges = [count * number // groups for number in range(groups + 1)]
    size = (width, height)
    return tuple(
        _strip(document, page, (first, last), size, top)
        for first, last in pairwise(edges)
        for page in range(first, last)
    )


def _strip(document: Document, page: int, group: tuple[int, int], size: tuple[float, float], top: float) -> Placement:
    first, last = group
    strip, place = size[0] / (last - first), page - first
    sheet = document.pages[page].box
    left = sheet.x + sheet.width - strip * (place + 1)
    return Placement(page + 1, Box(left, sheet.y + top, *size), Box(strip * place, 0, strip, size[1]))


def check(document: Document, places: Sequence[Placement]) -> None:
    """Raises NotSealable where a place has no page, no size, or leaves the sheet."""
    if not places:
        raise NotSealable("没有给出位置")
    for place in places:
        if not 1 <= place.page <= len(document.pages):
            raise NotSealable(f"没有第 {place.page} 页")
        if not _within(place.seen, document.pages[place.page - 1].box):
            raise NotSealable(f"位置超出第 {place.page} 页")


def _within(seen: Box, sheet: Box) -> bool:
    return (
        seen.width > 0
        and seen.height > 0
        and seen.x >= sheet.x - _TOLERANCE
        and seen.y >= sheet.y - _TOLERANCE
        and seen.x + seen.width <= sheet.x + sheet.width + _TOLERANCE
        and seen.y + seen.height <= sheet.y + sheet.height + _TOLERANCE
    )
