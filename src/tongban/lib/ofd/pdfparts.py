"""What PDFium tells about a page: letters, lines, curves and pictures, in mm from the upper left corner, y downwards."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tongban.lib.ofd.geometry import Matrix
from tongban.lib.ofd.png import png
from tongban.lib.ofd.writing.model import Colour, Object, Path, Picture

MM = 25.4 / 72
_STRAIGHT = 1e-4
_CAPS = {1: "Round", 2: "Square"}
_JOINS = {1: "Round", 2: "Bevel"}
_INVISIBLE = 3
_OPAQUE = 255
_NAME_SIZE = 256
_MAX_DOTS = 40_000_000


class Odd(Exception):
    """The page holds what cannot be written as objects."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the letters of one text object share."""

    font: str
    size: float
    stretch: float
    colour: Colour
    matrix: Matrix | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A character at its origin; `local` is the origin in the coordinates of its matrix."""

    text: str
    x: float
    y: float
    local: tuple[float, float]
    look: Look

    @property
    def font(self) -> str:
        return self.look.font

    @property
    def size(self) -> float:
        return self.look.size

    @property
    def stretch(self) -> float:
        return self.look.stretch

    @property
    def colour(self) -> Colour:
        return self.look.colour

    @property
    def matrix(self) -> Matrix | None:
        return self.look.matrix


def letters_of(page: pdfium.PdfPage) -> list[Letter]:
    """The visible characters in the order of the page."""
    text = page.get_textpage()
    looks: dict[int, Look | None] = {}
    found = []
    for at in range(text.count_chars()):
        letter = None if raw.FPDFText_IsGenerated(text, at) == 1 else _letter(page, text, at, looks)
        if letter:
            found.append(letter)
    text.close()
    return found


def _letter(page: pdfium.PdfPage, text: Any, at: int, looks: dict[int, Look | None]) -> Letter | None:
    drawn = raw.FPDFText_GetTextObject(text, at)
    key = ctypes.cast(drawn, ctypes.c_void_p).value or 0
    if key not in looks:
        looks[key] = _look(drawn) if key else None
    look, code = looks[key], _code(text, at)
    if look is None or code < 32:
        return None
    left, up = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, at, left, up)
    x, y = _down(page).point(left.value, up.value)
    return Letter(chr(code), x, y, _local(look.matrix, x, y), look)


def _code(text: Any, at: int) -> int:
    """The character at `at`; PDFium counts one beyond the basic plane twice, as its two surrogates. 0: nothing of its own."""
    code = int(raw.FPDFText_GetUnicode(text, at))
    if not 0xD800 <= code < 0xE000:
        return code
    low = int(raw.FPDFText_GetUnicode(text, at + 1)) if code < 0xDC00 else 0
    return 0x10000 + ((code - 0xD800) << 10) + low - 0xDC00 if 0xDC00 <= low < 0xE000 else 0


def _down(page: pdfium.PdfPage) -> Matrix:
    """From PDF's points, upwards from the corner of the crop box, to millimetres downwards."""
    left, _, _, top = page.get_cropbox()
    return Matrix(a=MM, d=-MM, e=-left * MM, f=top * MM)


def _local(matrix: Matrix | None, x: float, y: float) -> tuple[float, float]:
    if matrix is None:
        return x, y
    area = matrix.a * matrix.d - matrix.b * matrix.c
    return (matrix.d * x - matrix.c * y) / area, (matrix.a * y - matrix.b * x) / area


def _look(drawn: Any) -> Look | None:
    if raw.FPDFTextObj_GetTextRenderMode(drawn) == _INVISIBLE:
        return None
    size, form = ctypes.c_float(), raw.FS_MATRIX()
    raw.FPDFTextObj_GetFontSize(drawn, size)
    raw.FPDFPageObj_GetMatrix(drawn, form)
    height = hypot(form.c, form.d)
    if not height or not size.value or abs(form.a * form.d - form.b * form.c) < 1e-9:
        return None
    upright = abs(form.b) < _STRAIGHT * height and abs(form.c) < _STRAIGHT * height and form.d > 0
    turned = None if upright else Matrix(form.a / height, -form.b / height, -form.c / height, form.d / height)
    stretch = round(form.a / form.d, 4) if upright else 1.0
    return Look(_font(drawn), round(size.value * height * MM, 5), stretch, _colour(drawn, "Fill")[0], turned)


def _font(drawn: Any) -> str:
    """The PostScript name without the prefix of a subset."""
    name = ctypes.create_string_buffer(_NAME_SIZE)
    raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(drawn), name, _NAME_SIZE)
    return name.value.decode("utf-8", "replace").rpartition("+")[2]


def _colour(drawn: Any, kind: str) -> tuple[Colour, int]:
    parts = [ctypes.c_uint() for _ in range(4)]
    getattr(raw, f"FPDFPageObj_Get{kind}Color")(drawn, *parts)
    red, green, blue, alpha = (part.value for part in parts)
    return (red, green, blue), alpha


def shapes_of(page: pdfium.PdfPage) -> list[Object]:
    """Paths and pictures in the order of the page. Raises Odd for anything that is neither, nor text."""
    down = _down(page)
    found: list[Object] = []
    for drawn in page.get_objects(max_depth=1):
        if drawn.type == raw.FPDF_PAGEOBJ_PATH:
            found += _path(drawn, down)
        elif drawn.type == raw.FPDF_PAGEOBJ_IMAGE:
            found.append(_image(drawn, down))
        elif drawn.type != raw.FPDF_PAGEOBJ_TEXT:
            raise Odd
    return found


def _path(drawn: pdfium.PdfObject, down: Matrix) -> Iterator[Path]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(drawn, fill, stroke)
    place = down.after(_matrix(drawn))
    data = tuple(_segments(drawn, place))
    if not data or not (fill.value or stroke.value):
        return
    width = ctypes.c_float()
    raw.FPDFPageObj_GetStrokeWidth(drawn, width)
    colour, alpha = _colour(drawn, "Stroke" if stroke.value else "Fill")
    yield Path(
        data,
        stroke=colour if stroke.value else None,
        fill=_colour(drawn, "Fill")[0] if fill.value else None,
        width=width.value * place.scale,
        dashes=tuple(each * place.scale for each in _dashes(drawn)),
        cap=_CAPS.get(raw.FPDFPageObj_GetLineCap(drawn), "Butt"),
        join=_JOINS.get(raw.FPDFPageObj_GetLineJoin(drawn), "Miter"),
        even_odd=fill.value == raw.FPDF_FILLMODE_ALTERNATE,
        alpha=alpha,
    )


def _matrix(drawn: pdfium.PdfObject) -> Matrix:
    return Matrix(*drawn.get_matrix().get())


def _dashes(drawn: pdfium.PdfObject) -> list[float]:
    count = raw.FPDFPageObj_GetDashCount(drawn)
    if not 0 < count <= 16:
        return []
    values = (ctypes.c_float * count)()
    raw.FPDFPageObj_GetDashArray(drawn, values, count)
    return list(values)


def _segments(drawn: pdfium.PdfObject, place: Matrix) -> Iterator[tuple[str, tuple[float, ...]]]:
    curve: list[float] = []
    for at in range(raw.FPDFPath_CountSegments(drawn)):
        segment = raw.FPDFPath_GetPathSegment(drawn, at)
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point, kind = place.point(x.value, y.value), raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            curve += point
            if len(curve) == 6:
                yield "B", tuple(curve)
                curve = []
        else:
            yield "M" if kind == raw.FPDF_SEGMENT_MOVETO else "L", point
        if raw.FPDFPathSegment_GetClose(segment):
            yield "C", ()


def _image(drawn: pdfium.PdfImage, down: Matrix) -> Picture:
    """A JPEG as it is; anything else as PDFium decodes it, with its mask. Odd: turned, or half transparent as a whole."""
    if _colour(drawn, "Fill")[1] not in {0, _OPAQUE}:
        raise Odd
    plain = drawn.get_filters() == ["DCTDecode"]
    data = bytes(drawn.get_data()) if plain else _decoded(drawn)
    # The unit square of PDF stands on its foot, that of OFD hangs from its head.
    return Picture(data, down.after(_matrix(drawn)).after(Matrix(d=-1, f=1)))


def _decoded(drawn: pdfium.PdfImage) -> bytes:
    form, (across, high) = _matrix(drawn), drawn.get_px_size()
    if abs(form.b) > _STRAIGHT or abs(form.c) > _STRAIGHT or min(form.a, form.d) <= 0 or across * high > _MAX_DOTS:
        raise Odd
    try:
        bitmap = drawn.get_bitmap(render=True, scale_to_original=True)
    except pdfium.PdfiumError as error:
        raise Odd from error
    dots, channels = bytearray(bitmap.buffer), bitmap.n_channels
    if channels >= 3:  # PDFium keeps blue first
        dots[0::channels], dots[2::channels] = dots[2::channels], dots[0::channels]
    return png(bytes(dots), bitmap.width, bitmap.height, bitmap.stride, channels)
