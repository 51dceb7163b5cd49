"""The characters that a document uses, as one small TrueType font for each font file.

Outlines are taken from the font once in the life of the process and kept as finished glyphs, so that a document costs
only the putting together. Curves of CFF fonts become quadratic ones that differ by less than a thousandth of an em.
"""

import struct
from collections.abc import Iterable
from functools import lru_cache
from threading import RLock
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from tongban.lib.ofd.errors import NotWritable
from tongban.lib.ofd.render.glyphs import DAMAGE
from tongban.lib.ofd.writing.model import FontFile
from tongban.lib.ofd.writing.sfnt import assembled, character_map, glyph_tables

_CLOSE_ENOUGH = 0.001  # em
_NAMES = {1, 2, 4, 6}
_MAX_GLYPHS = 60_000
Glyph = tuple[bytes, int, int]  # finished outline, width, left bearing


class Source:
    """A font file that characters are taken from. Safe to use from several threads."""

    def __init__(self, file: FontFile) -> None:
        self._lock = RLock()  # an opened font reads on demand
        self._font = TTFont(file.path, lazy=True, fontNumber=file.number)
        self._drawn = self._font.getGlyphSet()
        self._characters: dict[int, str] = self._font.getBestCmap()
        self._units = int(self._font["head"].unitsPerEm)
        self._cubic = "glyf" not in self._font
        self._kept: dict[str, Glyph] = {}
        self._fixed = self._fixed_tables()

    @property
    def family(self) -> str:
        """The family name as the font says it."""
        return str(self._font["name"].getDebugName(1) or "")

    def has(self, character: str) -> bool:
        """Whether the font draws the character."""
        return ord(character) in self._characters

    def subset(self, characters: Iterable[str]) -> bytes:
        """A TrueType font of these characters; the same characters give the same bytes. Raises NotWritable."""
        codes = sorted({ord(character) for character in characters})
        missing = [chr(code) for code in codes if code not in self._characters]
        if missing:
            raise NotWritable(f"字体“{self.family}”没有这些字：{'、'.join(missing[:10])}")
        names = list(dict.fromkeys([".notdef", *(self._characters[code] for code in codes)]))
        index = {name: number for number, name in enumerate(names)}
        glyphs = [self._glyph(name) for name in names]
        return self._put_together(glyphs, {code: index[self._characters[code]] for code in codes})

    def _put_together(self, glyphs: list[Glyph], glyph_of: dict[int, int]) -> bytes:
        tables = glyph_tables([each[0] for each in glyphs], [(each[1], each[2]) for each in glyphs])
        tables |= self._fixed
        tables["cmap"] = character_map(glyph_of)
        tables["hhea"] = tables["hhea"][:34] + struct.pack(">H", len(glyphs))
        points, contours = _greatest(each[0] for each in glyphs)
        tables["maxp"] = struct.pack(">IHHH11H", 0x00010000, len(glyphs), points, contours, 0, 0, 1, *[0] * 8)
        return assembled(tables)

    def _glyph(self, name: str) -> Glyph:
        with self._lock:
            if name not in self._kept:
                if len(self._kept) > _MAX_GLYPHS:
                    self._kept.clear()
                self._kept[name] = self._finished(name)
            return self._kept[name]

    def _finished(self, name: str) -> Glyph:
        drawn = self._drawn[name] if name in self._drawn else self._drawn[self._font.getGlyphName(0)]
        pen = TTGlyphPen(None)
        curves: Any = Cu2QuPen(pen, _CLOSE_ENOUGH * self._units, reverse_direction=True) if self._cubic else pen
        try:
            drawn.draw(DecomposingFilterPen(curves, self._drawn))
            glyph = pen.glyph()
            glyph.recalcBounds(None)
            data = glyph.compile(None, recalcBBoxes=False)
        except DAMAGE as error:
            raise NotWritable(f"字体“{self.family}”的字形 {name} 已损坏") from error
        return data, round(drawn.width), int(getattr(glyph, "xMin", 0) or 0)

    def _fixed_tables(self) -> dict[str, bytes]:
        """The tables that do not depend on the characters."""
        reader = self._font.reader
        head = reader["head"]
        # Flags without hinting, long offsets; the box of the whole font holds for its parts.
        head = head[:16] + struct.pack(">H", 0x0003) + head[18:50] + struct.pack(">HH", 1, 0)
        post = struct.pack(">IIhhI4I", 0x00030000, 0, -100, 50, 0, 0, 0, 0, 0)
        return {"head": head, "hhea": reader["hhea"], "OS/2": reader["OS/2"], "post": post, "name": self._names()}

    def _names(self) -> bytes:
        table = self._font["name"]
        table.names = [each for each in table.names if each.nameID in _NAMES and each.platformID == 3]
        return bytes(table.compile(self._font))


def _greatest(glyphs: Iterable[bytes]) -> tuple[int, int]:
    """The most points and the most contours of one glyph, read from the finished outlines."""
    points = contours = 0
    for glyph in glyphs:
        if glyph:
            (count,) = struct.unpack_from(">h", glyph)
            (last,) = struct.unpack_from(">H", glyph, 10 + 2 * (count - 1))
            points, contours = max(points, last + 1), max(contours, count)
    return points, contours


@lru_cache(maxsize=64)
def source(file: FontFile) -> Source:
    """The opened font; kept for the life of the process. Raises NotWritable for what is no font."""
    try:
        return Source(file)
    except (*DAMAGE, OSError) as error:
        raise NotWritable(f"字体文件 {file.path.name} 无法读取") from error
