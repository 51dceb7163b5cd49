"""The shapes of glyphs as SVG path data: from the fonts in the package, or from spare ones for fonts only named."""

from collections.abc import Callable
from functools import cached_property
from threading import RLock
from typing import Any

from fontTools.pens.basePen import BasePen

from tongban.lib.ofd.document import Document
from tongban.lib.ofd.errors import OfdError
from tongban.lib.ofd.geometry import short
from tongban.lib.ofd.render.glyphs import DAMAGE, open_font
from tongban.lib.ofd.resources import Font

MAX_FONT = 48 * 1024 * 1024
MAX_SEGMENTS = 20_000
_SYMBOLS = 0xF000  # where fonts of pictograms keep what is written as plain letters

SpareFont = Callable[[Font], bytes | None]


class Outlines:
    """One opened font. Only opening raises (one of DAMAGE); what a damaged font cannot tell is None.

    Safe to use from several threads.
    """

    def __init__(self, data: bytes) -> None:
        self._lock = RLock()  # an opened font reads on demand
        self._font, self._glyphs, self._metrics = open_font(data)
        self._order = self._glyphs.order
        self._index = {name: index for index, name in enumerate(self._order)}
        self._paths: dict[str, str | None] = {}
        self.units = float(self._font["head"].unitsPerEm) or 1000.0

    def glyph(self, text: str, index: int | None) -> str | None:
        """The name of a glyph: by its index where the file gives one, else by its character."""
        if index is not None:
            return self._order[index] if 0 <= index < len(self._order) else None
        if len(text) != 1:
            return None
        code = ord(text)
        with self._lock:
            return self._characters.get(code) or self._characters.get(_SYMBOLS + code)

    def path(self, name: str) -> str | None:
        """The shape, y upwards, in units of the font; empty for a space, None where it is damaged."""
        with self._lock:
            if name not in self._paths:
                self._paths[name] = self._drawn(name)
            return self._paths[name]

    def advance(self, text: str, index: int | None) -> float | None:
        """The width of the glyph in em."""
        name = self.glyph(text, index)
        width = None if name is None else self._metrics.advance(self._index[name])
        return None if width is None else width / self.units

    def _drawn(self, name: str) -> str | None:
        pen = _Pen(self._glyphs)
        try:
            self._glyphs[name].draw(pen)
        except DAMAGE:
            return None
        return "".join(pen.written)

    @cached_property
    def _characters(self) -> dict[int, str]:
        """All character maps together, the richer later: some subsets keep an odd one only."""
        found: dict[int, str] = {}
        try:
            for table in sorted(self._font["cmap"].tables, key=lambda each: len(each.cmap)):
                if table.isUnicode() or table.platEncID == 0:
                    found.update(table.cmap)
        except DAMAGE:
            pass
        return {code: name for code, name in found.items() if name in self._index}


class _Pen(BasePen):
    """Writes SVG path data and gives up on glyphs that never end (components of components)."""

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.written: list[str] = []
        self._left = MAX_SEGMENTS

    def addComponent(self, glyphName: str, transformation: Any) -> None:  # noqa: N802, N803
        self._spend()
        super().addComponent(glyphName, transformation)

    def _moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._write("M", point)

    def _lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._write("L", point)

    def _curveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._write("C", *points)

    def _qCurveToOne(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self._write("Q", *points)

    def _closePath(self) -> None:  # noqa: N802
        self.written.append("Z")

    def _endPath(self) -> None:  # noqa: N802
        self.written.append("Z")

    def _write(self, letter: str, *points: tuple[float, float]) -> None:
        self._spend()
        self.written.append(letter + " ".join(f"{short(x)} {short(y)}" for x, y in points))

    def _spend(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise ValueError("a glyph without end")


class FontBook:
    """The outlines of a document's fonts, each opened once. `spare` gives the bytes for a font that is only named."""

    def __init__(self, document: Document, *, spare: SpareFont | None = None) -> None:
        self._document = document
        self._spare = spare
        self._opened: dict[str, Outlines | None] = {}

    def outlines(self, font: Font | None) -> Outlines | None:
        """The outlines of the font; None where neither the package nor `spare` has any."""
        if font is None:
            return None
        key = font.part or f"?{font.name}"
        if key not in self._opened:
            self._opened[key] = self._open(font)
        return self._opened[key]

    def _open(self, font: Font) -> Outlines | None:
        data = self._bytes(font)
        if not data or len(data) > MAX_FONT:
            return None
        try:
            return Outlines(data)
        except DAMAGE:
            return None

    def _bytes(self, font: Font) -> bytes | None:
        if font.part:
            try:
                return self._document.package.read(font.part)
            except OfdError:
                pass
        return self._spare(font) if self._spare else None
