"""Pages of a PDF as pages that can be written as OFD: text, lines, curves and pictures at their places.

Text keeps its characters where its font is among the `fonts` given. A page that holds anything else (a font that is not
there, shadings, forms, a turned sheet) becomes a picture of itself with its text invisible above it: it looks the same,
and can still be searched. Scanned pages are such pages. PDFium is not made for threads: one call at a time.
"""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from itertools import pairwise

import pypdfium2 as pdfium

from tongban.lib.ofd.errors import NotWritable
from tongban.lib.ofd.geometry import Box
from tongban.lib.ofd.pdfium import ONE_AT_A_TIME
from tongban.lib.ofd.pdfparts import MM, Letter, Odd, letters_of, shapes_of
from tongban.lib.ofd.png import png
from tongban.lib.ofd.writing.fonts import source
from tongban.lib.ofd.writing.model import FontFile, Object, Page, Picture, Text

MAX_PAGES = 2_000
_DPI = 200
_MAX_PIXELS = 40_000_000
_SAME_LINE = 0.01  # mm
_BASIC = "\uffff"
Tagger = Callable[[int, float, float], str]


def pages_of_pdf(data: bytes, *, fonts: Mapping[str, FontFile], tagger: Tagger | None = None) -> tuple[Page, ...]:
    """The pages of a PDF; `fonts` by PostScript name. `tagger` names the element at (page, x, y) in mm.

    Raises NotWritable for what is no PDF, is encrypted, or has too many pages.
    """
    with ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise NotWritable("PDF 无法读取") from error
        with closing(document):
            if not 1 <= len(document) <= MAX_PAGES:
                raise NotWritable(f"PDF 应有 1 至 {MAX_PAGES} 页")
            return tuple(_page(document[at], at + 1, fonts, tagger) for at in range(len(document)))


def _page(page: pdfium.PdfPage, number: int, fonts: Mapping[str, FontFile], tagger: Tagger | None) -> Page:
    with closing(page):
        width, height = page.get_width() * MM, page.get_height() * MM
        letters = letters_of(page)
        try:
            if page.get_rotation():
                raise Odd
            shapes = shapes_of(page)
            _check_fonts(letters, fonts)
        except Odd:
            return Page(width, height, (_scan(page, width, height), *_invisible(letters)))
        tag_at = (lambda x, y: tagger(number, x, y)) if tagger else (lambda x, y: "")
        return Page(width, height, (*shapes, *_runs(letters, tag_at)))


def _check_fonts(letters: list[Letter], fonts: Mapping[str, FontFile]) -> None:
    """Raises Odd where a font, or a character of it, is not there."""
    for font, characters in _by_font(letters).items():
        if font not in fonts or not all(source(fonts[font]).has(each) for each in characters):
            raise Odd


def _by_font(letters: list[Letter]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for letter in letters:
        found.setdefault(letter.font, set()).add(letter.text)
    return found


def _runs(letters: list[Letter], tag_at: Callable[[float, float], str]) -> list[Object]:
    """Neighbours of one look, one baseline and one element are one run."""
    runs: list[list[Letter]] = []
    tags: list[str] = []
    for letter in letters:
        tag = tag_at(letter.x + letter.size / 2, letter.y - letter.size / 3)
        if runs and tags[-1] == tag and _belongs(runs[-1][-1], letter):
            runs[-1].append(letter)
        else:
            runs.append([letter])
            tags.append(tag)
    return [_run(run, tag) for run, tag in zip(runs, tags, strict=True)]


def _belongs(before: Letter, letter: Letter) -> bool:
    # Readers disagree whether a character beyond the basic plane counts once or twice among the steps: it stands alone.
    if max(before.text, letter.text) > _BASIC:
        return False
    return before.look == letter.look and abs(before.local[1] - letter.local[1]) < _SAME_LINE


def _run(run: list[Letter], tag: str) -> Text:
    first = run[0]
    xs = [each.local[0] for each in run]
    return Text(
        text="".join(each.text for each in run),
        x=xs[0],
        y=first.local[1],
        size=first.size,
        font=first.font,
        steps=tuple(after - before for before, after in pairwise(xs)),
        colour=first.colour,
        stretch=first.stretch,
        matrix=first.matrix,
        tag=tag,
    )


def _invisible(letters: list[Letter]) -> list[Object]:
    return [replace(each, alpha=0, font="宋体") for each in _runs(letters, lambda x, y: "") if isinstance(each, Text)]


def _scan(page: pdfium.PdfPage, width: float, height: float) -> Picture:
    scale = _DPI / 72
    pixels = page.get_width() * page.get_height() * scale * scale
    if pixels > _MAX_PIXELS:
        scale *= (_MAX_PIXELS / pixels) ** 0.5
    bitmap = page.render(scale=scale, rev_byteorder=True)
    with closing(bitmap):
        data = png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels)
    return Picture.at(data, Box(0, 0, width, height))
