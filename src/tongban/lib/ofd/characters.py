"""Where each character of a text object stands (GB/T 33190-2016, clause 11.3)."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tongban.lib.ofd.errors import TooLarge
from tongban.lib.ofd.geometry import number, numbers, repeated
from tongban.lib.ofd.xml import Element, child, children, integer, text, value

MAX_CHARACTERS = 100_000
_DEFAULT_SIZE = 4.2333  # 12 pt, where a vendor left the size out


@dataclass(frozen=True, slots=True)
class Character:
    """One glyph: its text (empty for the further glyphs of one text), its origin in the object's own coordinates.

    `glyph` is its index in the font where the file names it (CGTransform); None: found by its text.
    """

    text: str
    x: float
    y: float
    glyph: int | None = None


Advance = Callable[[str, int | None], float]


def size_of(element: Element) -> float:
    """The size of a text object in mm."""
    return number(value(element, "Size"), _DEFAULT_SIZE)


def guessed_advance(character: str, glyph: int | None) -> float:
    """The width of a character in em where no font tells it."""
    return 1.0 if unicodedata.east_asian_width(character[:1] or " ") in "WFA" else 0.5


def characters(element: Element, *, advance: Advance = guessed_advance) -> tuple[Character, ...]:
    """The characters of a text object in their order. Raises TooLarge.

    Where the deltas are fewer than the gaps, characters follow one another at their widths (`advance`, in em): the
    standard would pile them up, which nobody means.
    """
    runs = _runs(element)
    glyphs = _glyphs(element, sum(len(run) for _, run in runs))
    found: list[Character] = []
    x = y = 0.0
    start = 0
    for code, run in runs:
        x, y = number(value(code, "X"), x), number(value(code, "Y"), y)
        items = _items(run, start, glyphs)
        found += _placed(items, (x, y), code, lambda text, glyph: advance(text, glyph) * size_of(element))
        start += len(run)
    return tuple(found)


def _runs(element: Element) -> list[tuple[Element, str]]:
    runs = [(code, _written(code)) for code in children(element, "TextCode")]
    if sum(len(run) for _, run in runs) > MAX_CHARACTERS:
        raise TooLarge("文字对象过长")
    return runs


def _written(code: Element) -> str:
    """The text with its spaces; line breaks around it come from a pretty printer."""
    return (code.text or "").strip("\r\n\t") if (code.text or "").strip() else (code.text or "").strip("\r\n\t ")


def _items(run: str, start: int, glyphs: "dict[int, _Change]") -> Iterator[tuple[str, int | None]]:
    position = 0
    while position < len(run):
        change = glyphs.get(start + position)
        if change is None:
            yield run[position], None
            position += 1
            continue
        yield run[position : position + change.length], change.glyphs[0]
        yield from (("", glyph) for glyph in change.glyphs[1:])
        position += change.length


def _placed(
    items: Iterator[tuple[str, int | None]], origin: tuple[float, float], code: Element, advance: Advance
) -> Iterator[Character]:
    across = repeated(value(code, "DeltaX"), most=MAX_CHARACTERS)
    down = repeated(value(code, "DeltaY"), most=MAX_CHARACTERS)
    x, y = origin
    for number_, (text_, glyph) in enumerate(items):
        yield Character(text_, x, y, glyph)
        known_x, known_y = number_ < len(across), number_ < len(down)
        x += across[number_] if known_x else 0.0 if known_y else advance(text_, glyph)
        y += down[number_] if known_y else 0.0


@dataclass(frozen=True, slots=True)
class _Change:
    length: int
    glyphs: tuple[int, ...]


def _glyphs(element: Element, total: int) -> dict[int, _Change]:
    """What CGTransform says: from which character on, how many characters become which glyphs (clause 11.4)."""
    found: dict[int, _Change] = {}
    for transform in children(element, "CGTransform"):
        start, codes = integer(transform, "CodePosition"), integer(transform, "CodeCount", 1)
        named = tuple(max(0, int(each)) for each in numbers(text(child(transform, "Glyphs"))))
        if not named or codes < 1 or not 0 <= start < total:
            continue
        if len(named) == codes:
            found.update({start + at: _Change(1, (glyph,)) for at, glyph in enumerate(named)})
        else:
            found[start] = _Change(codes, named)
    return found
