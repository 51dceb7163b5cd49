"""The glyphs of a font file by index, read one at a time: a page needs a few dozen of the thousands in a font."""

import io
import struct
from dataclasses import dataclass
from typing import Any, Protocol

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont, TTLibError
from fontTools.ttLib.tables._g_l_y_f import Glyph

DAMAGE = (
    TTLibError,
    struct.error,
    AssertionError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)


class Glyphs(Protocol):
    """What a font can draw. Names are the font's own; anything may raise one of DAMAGE."""

    order: list[str]

    def __getitem__(self, name: str) -> Any: ...


class TrueTypeGlyphs:
    """The glyphs of a table `glyf`. Only what is asked for is parsed."""

    extended = False  # what fontTools asks a table of glyphs before it reads one

    def __init__(self, font: TTFont) -> None:
        count = int(font["maxp"].numGlyphs)
        self.order = [f"g{index}" for index in range(count)]
        font.setGlyphOrder(self.order)
        self._data = font.reader["glyf"]
        self._offsets = font["loca"].locations
        self._metrics = Metrics.of(font)

    def __getitem__(self, name: str) -> "_Shape":
        index = int(name[1:])
        glyph = Glyph(self._data[self._offsets[index] : self._offsets[index + 1]])
        glyph.expand(self)
        return _Shape(glyph, self, self._metrics.bearing(index))

    def getGlyphName(self, index: int) -> str:  # noqa: N802
        """What fontTools asks a table of glyphs for components."""
        return self.order[index]


@dataclass(frozen=True, slots=True)
class _Shape:
    glyph: Any
    table: TrueTypeGlyphs
    bearing: int | None

    def draw(self, pen: BasePen) -> None:
        if self.glyph.numberOfContours == 0:
            return
        bearing = self.glyph.xMin if self.bearing is None else self.bearing
        self.glyph.draw(pen, self.table, 0 if self.glyph.isComposite() else bearing - self.glyph.xMin)


class OutlineGlyphs:
    """The glyphs of a table CFF or CFF2."""

    def __init__(self, font: TTFont) -> None:
        self.order = font.getGlyphOrder()
        self._glyphs = font.getGlyphSet()

    def __getitem__(self, name: str) -> Any:
        return self._glyphs[name]


@dataclass(frozen=True, slots=True)
class Metrics:
    """The table hmtx, read in place: many subsets carry one of the wrong length."""

    data: bytes
    long: int

    @classmethod
    def of(cls, font: TTFont) -> "Metrics":
        try:
            return cls(font.reader["hmtx"], int(font["hhea"].numberOfHMetrics))
        except DAMAGE:
            return cls(b"", 0)

    def advance(self, index: int) -> int | None:
        """The width of a glyph in units of the font."""
        return self._at(">H", 4 * min(index, self.long - 1)) if self.long else None

    def bearing(self, index: int) -> int | None:
        """The left side bearing."""
        at = 4 * index + 2 if index < self.long else 4 * self.long + 2 * (index - self.long)
        return self._at(">h", at)

    def _at(self, form: str, offset: int) -> int | None:
        if not 0 <= offset <= len(self.data) - 2:
            return None
        return int(struct.unpack_from(form, self.data, offset)[0])


def open_font(data: bytes) -> tuple[TTFont, Glyphs, Metrics]:
    """The font and its glyphs. Raises one of DAMAGE."""
    font = TTFont(io.BytesIO(data), lazy=True, fontNumber=0)
    glyphs: Glyphs = TrueTypeGlyphs(font) if "glyf" in font.reader.keys() else OutlineGlyphs(font)  # noqa: SIM118
    return font, glyphs, Metrics.of(font)
