"""The text of a page as a person reads it, and where it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tongban.lib.ofd.characters import Character, characters, size_of
from tongban.lib.ofd.document import Document, Page
from tongban.lib.ofd.geometry import Matrix
from tongban.lib.ofd.objects import TextObject, text_objects

_SAME_LINE = 0.45  # of the size: baselines nearer than that are one line
_TWICE = 0.3  # of the size: the same text within that is drawn twice
_GAP = 0.6  # of the size: a wider gap between two pieces is a space


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one object on one line; x, y (the baseline), width and size in mm from the page's top left corner."""

    object_id: str
    text: str
    x: float
    y: float
    width: float
    size: float


def page_pieces(page: Page) -> list[Piece]:
    """All text of the page and its templates in drawing order, also what is invisible. Raises OfdError."""
    return [piece for found in text_objects(page) for piece in _pieces(found)]


def page_text(page: Page) -> str:
    """The text of the page line by line from top to bottom, each from left to right; columns are not told apart."""
    return "\n".join(_joined(line) for line in _lines(page_pieces(page)))


def document_text(document: Document) -> str:
    """The text of all pages, with a form feed between two."""
    return "\f".join(page_text(page) for page in document.pages)


def object_texts(page: Page) -> dict[str, str]:
    """The text of each text object by its identifier."""
    found: dict[str, str] = {}
    for each in text_objects(page):
        found[each.id] = found.get(each.id, "") + "".join(letter.text for letter in characters(each.element))
    return found


def _pieces(found: TextObject) -> Iterator[Piece]:
    """The object, cut where its baseline moves."""
    size = size_of(found.element) * found.matrix.scale
    line: list[tuple[float, float, str]] = []
    for x, y, letter in _on_page(characters(found.element), found.matrix):
        if line and abs(y - line[-1][1]) > _SAME_LINE * size:
            yield _piece(found.id, line, size)
            line = []
        line.append((x, y, letter))
    if line:
        yield _piece(found.id, line, size)


def _on_page(letters: Iterable[Character], matrix: Matrix) -> Iterator[tuple[float, float, str]]:
    for letter in letters:
        x, y = matrix.point(letter.x, letter.y)
        yield x, y, letter.text


def _piece(object_id: str, line: list[tuple[float, float, str]], size: float) -> Piece:
    left, right = min(x for x, _, _ in line), max(x for x, _, _ in line)
    return Piece(object_id, "".join(letter for _, _, letter in line), left, line[0][1], right - left + size, size)


def _lines(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    line: list[Piece] = []
    for piece in sorted((each for each in pieces if each.text.strip()), key=lambda each: (each.y, each.x)):
        if line and piece.y - line[0].y > _SAME_LINE * max(piece.size, line[0].size):
            yield sorted(line, key=lambda each: each.x)
            line = []
        line.append(piece)
    if line:
        yield sorted(line, key=lambda each: each.x)


def _joined(line: list[Piece]) -> str:
    written = ""
    before: Piece | None = None
    for piece in line:
        if before and _again(before, piece):
            continue
        apart = before is not None and piece.x - before.x - before.width > _GAP * piece.size
        written += (" " if apart else "") + piece.text
        before = piece
    return written.rstrip()


def _again(before: Piece, piece: Piece) -> bool:
    """The same text nearly at the same place: bold, as some vendors draw it."""
    return piece.text == before.text and piece.x - before.x < _TWICE * piece.size
