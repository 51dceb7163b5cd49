"""The picture of a seal: a round star seal drawn from the unit's name, or a registered picture, as SVG and vector PDF.

Only seals that carry a five-pointed star are drawn. Organs whose seal carries the national or the party emblem
(governments from county up, party committees …) need the registered impression as a picture: nobody draws an emblem here.
"""

import base64
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Literal

from fontTools.misc.transform import Identity, Transform
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from tongban.lib.gongwen.errors import ImpressionRefused
from tongban.lib.gongwen.fonts import FontSet, Role
from tongban.lib.gongwen.layout.engine import compile_page

Emblem = Literal["", "national", "party"]

RED = "#e60012"
# For a seal of 42 mm; other diameters scale with it.
_RING, _STAR, _LETTER, _LOWER = 1.2, 14.0, 5.6, 4.4
_STEP, _WIDEST_ARC = 24.0, 270.0
# An opened font file reads on demand and may not be read by two threads at once.
_reading = Lock()
_PNG = b"\x89PNG\r\n\x1a\n"
MAX_PICTURE_BYTES = 5_000_000
MAX_PICTURE_PIXELS = 4_000


@dataclass(frozen=True, slots=True)
class Impression:
    """An appearance to be put on a page: its SVG and its true size in mm. The background is transparent."""

    svg: str
    width_mm: float
    height_mm: float


def draw_star_seal(
    name: str, *, fonts: FontSet, lower: str = "", diameter_mm: float = 42.0, emblem: Emblem = ""
) -> Impression:
    """A round red seal: ring, star, the unit's name on the arc from left to right, ``lower`` under the star.

    The letters are outlines, so the result needs no font. Diameters usual for star seals: 42 mm for departments and
    townships. Seals of samples, tests and demonstrations carry ``lower="样章"``. Raises ImpressionRefused for emblem
    seals, for names that no font can draw, and for empty or overlong names.
    """
    _check(name, lower, diameter_mm, emblem)
    scale = diameter_mm / 42
    paths = [
        f'<circle r="{_number(21 - _RING / 2)}" fill="none" stroke="{RED}" stroke-width="{_RING}"/>',
        f'<path fill="{RED}" d="{_star(_STAR / 2)}"/>',
        f'<path fill="{RED}" d="{_lettering(name, lower, fonts)}"/>',
    ]
    size = _number(42 * scale)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}mm" height="{size}mm" viewBox="-21 -21 42 42">'
    return Impression("\n".join([head, *paths, "</svg>\n"]), 42 * scale, 42 * scale)


def registered_picture(png: bytes, *, width_mm: float) -> Impression:
    """A registered impression (PNG, with transparent background for sealing over text) as an appearance.

    Only PNG, at most 5 MB and 4,000 pixels a side; the height follows from the picture. Raises ImpressionRefused.
    """
    if not png.startswith(_PNG) or len(png) < 33:
        raise ImpressionRefused("印模图片应为 PNG 格式。")
    if len(png) > MAX_PICTURE_BYTES:
        raise ImpressionRefused("印模图片不能超过 5 MB。")
    across, down = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    if not (0 < across <= MAX_PICTURE_PIXELS and 0 < down <= MAX_PICTURE_PIXELS):
        raise ImpressionRefused("印模图片的边长应在 1 至 4000 像素之间。")
    if not 5 <= width_mm <= 60:
        raise ImpressionRefused("印章宽度应在 5 至 60 毫米之间。")
    width, height = _number(width_mm), _number(width_mm * down / across)
    data = base64.b64encode(png).decode("ascii")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">\n'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/>\n</svg>\n'
    )
    return Impression(svg, width_mm, width_mm * down / across)


def appearance_pdf(impression: Impression, *, fonts: FontSet, at: datetime) -> bytes:
    """A one-page PDF of exactly the impression's size, without background; drawn seals stay vectors."""
    data = {"svg": impression.svg, "width": impression.width_mm, "height": impression.height_mm}
    return compile_page("impression.typ", data=data, fonts=fonts, at=at, pdf_a=False).pdf


def _check(name: str, lower: str, diameter_mm: float, emblem: Emblem) -> None:
    if emblem:
        word = "国徽" if emblem == "national" else "党徽"
        raise ImpressionRefused(f"刊{word}的印章不能绘制，请登记印模图片。")
    if not 2 <= len(name) <= 30 or len(lower) > 8:
        raise ImpressionRefused("单位名称应为2至30字，下方文字不超过8字。")
    if not 20 <= diameter_mm <= 60:
        raise ImpressionRefused("圆形印章的直径应在20至60毫米之间。")


def _star(radius: float) -> str:
    inner = radius * math.sin(math.radians(18)) / math.sin(math.radians(54))
    points = []
    for index in range(10):
        reach = inner if index % 2 else radius
        angle = math.radians(36 * index - 90)
        points.append(f"{_number(reach * math.cos(angle))} {_number(reach * math.sin(angle))}")
    return "M" + "L".join(points) + "Z"


def _lettering(name: str, lower: str, fonts: FontSet) -> str:
    placed = [*_on_arc(name), *_in_line(lower)]
    with _reading:
        return "".join(_outline(character, transform, fonts) for character, transform in placed)


def _on_arc(name: str) -> Iterator[tuple[str, Transform]]:
    """Each character and the way from its unit square (1 high, baseline 0, y up) to the seal (mm, y down)."""
    step = min(_STEP, _WIDEST_ARC / max(1, len(name) - 1))
    baseline = 21 - _RING - 1.0 - 0.88 * _LETTER
    room = math.radians(step) * (baseline + _LETTER / 2)
    narrow = min(1.0, room / (_LETTER * 1.04))
    for index, character in enumerate(name):
        angle = math.radians((index - (len(name) - 1) / 2) * step)
        turned = Identity.rotate(angle).translate(0, -baseline)
        yield character, turned.scale(_LETTER * narrow, -_LETTER).translate(-0.5, 0)


def _in_line(lower: str) -> Iterator[tuple[str, Transform]]:
    step = _LOWER * 1.25 if len(lower) <= 4 else 22.0 / len(lower)
    narrow = min(1.0, step / (_LOWER * 1.04))
    for index, character in enumerate(lower):
        x = (index - (len(lower) - 1) / 2) * step
        yield character, Identity.translate(x, 11 + 0.38 * _LOWER).scale(_LOWER * narrow, -_LOWER).translate(-0.5, 0)


def _outline(character: str, transform: Transform, fonts: FontSet) -> str:
    face = fonts.face_for(Role.SEAL, character)
    if face is None:
        raise ImpressionRefused(f"印章字体中没有“{character}”字，请登记印模图片。")
    font = _opened(face.path)
    glyphs = font.getGlyphSet()
    pen = SVGPathPen(glyphs, ntos=_number)
    unit = 1 / font["head"].unitsPerEm
    glyphs[font.getBestCmap()[ord(character)]].draw(TransformPen(pen, transform.scale(unit, unit)))
    return str(pen.getCommands())


@lru_cache(maxsize=4)
def _opened(path: Path) -> TTFont:
    return TTFont(path, lazy=True, fontNumber=0)


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
