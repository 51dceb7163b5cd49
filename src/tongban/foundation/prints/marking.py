"""Pages with a watermark: pictures for the screen, a PDF for the printer. The file itself is never touched."""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from tongban.foundation.files import api as files
from tongban.kernel.errors import NotFound, Unavailable

FONT = "NotoSansSC-Regular.ttf"
INK = (60, 60, 60, 46)  # grey that lets the text through, and survives a photocopier
TURN = 25  # degrees
DENSITY = 1.5  # pixels of the printed mark for each point of the page
A4 = (1240, 1754)  # a picture is printed on this, 150 dpi
PICTURES = {"png": "image/png", "jpeg": "image/jpeg"}


def readable(file: files.StoredFile) -> bool:
    """Whether its pages can be shown and printed here: PDF and pictures."""
    return file.type_key == "pdf" or file.type_key in PICTURES


def pages_of(file: files.StoredFile) -> int:
    """How many pages can be shown."""
    if file.type_key in PICTURES:
        return 1
    return files.page_count(_content(file)) if file.type_key == "pdf" else 0


def page(file: files.StoredFile, no: int, lines: Sequence[str] = ()) -> tuple[bytes, str]:
    """A page as a picture, and its media type; with lines under their watermark. NotFound beyond the last."""
    if not readable(file) or (file.type_key != "pdf" and no != 1):
        raise NotFound()
    data = _content(file)
    kind = PICTURES.get(file.type_key, "image/png")
    drawn = files.draw_page(data, no) if file.type_key == "pdf" else data
    if not lines:
        return drawn, kind
    picture = Image.open(io.BytesIO(drawn)).convert("RGBA")
    picture.alpha_composite(_mark(picture.size, lines, unit=picture.width / 595))
    out = io.BytesIO()
    picture.convert("RGB").save(out, "PNG", compress_level=3)
    return out.getvalue(), "image/png"


def to_print(file: files.StoredFile, copies: Sequence[Sequence[str]]) -> bytes:
    """A PDF with every page once for each copy, under the copy's own lines. Seals become part of the page."""
    content = _content(file)
    with files.opened(content if file.type_key == "pdf" else _on_paper(content)) as source:
        _flatten(source)
        made = pypdfium2.PdfDocument.new()
        for lines in copies:
            start = len(made)
            made.import_pages(source)
            for no in range(start, len(made)):
                _stamp(made, made[no], lines)
        out = io.BytesIO()
        made.save(out)
        made.close()
    return out.getvalue()


def _content(file: files.StoredFile) -> bytes:
    with files.open_content(file) as source:
        return source.read()


def _flatten(document: pypdfium2.PdfDocument) -> None:
    """The look of seals and fields as it is printed: a copy bears no signature that a viewer could call broken."""
    document.init_forms()
    for page in document:
        pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_PRINT)


def _stamp(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, lines: Sequence[str]) -> None:
    width, height = page.get_size()
    mark = _mark((round(width * DENSITY), round(height * DENSITY)), lines, unit=DENSITY)
    image = pypdfium2.PdfImage.new(document)
    image.set_bitmap(pypdfium2.PdfBitmap.from_pil(mark))
    image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
    page.insert_obj(image)
    page.gen_content()


def _on_paper(picture: bytes) -> bytes:
    """A picture, as large as it fits on A4."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.thumbnail(A4)
    sheet = Image.new("RGB", A4, "white")
    sheet.paste(image, ((A4[0] - image.width) // 2, (A4[1] - image.height) // 2))
    out = io.BytesIO()
    sheet.save(out, "PDF", resolution=150)
    return out.getvalue()


def _mark(size: tuple[int, int], lines: Sequence[str], *, unit: float) -> Image.Image:
    """The lines again and again across the page, slanting. `unit`: pixels of a point."""
    block = _block(tuple(lines), round(13 * unit)).rotate(TURN, expand=True, resample=Image.Resampling.BICUBIC)
    mark = Image.new("RGBA", size, (0, 0, 0, 0))
    across, down = block.width + round(20 * unit), block.height + round(30 * unit)
    for row, y in enumerate(range(-block.height // 4, size[1], down)):
        for x in range(-(row % 2) * across // 2, size[0], across):
            mark.paste(block, (x, y))
    return mark


def _block(lines: tuple[str, ...], height: int) -> Image.Image:
    font = _font(height)
    width = max(round(font.getlength(line)) for line in lines) + 4
    block = Image.new("RGBA", (width, round(len(lines) * height * 1.5)), (0, 0, 0, 0))
    pen = ImageDraw.Draw(block)
    for no, line in enumerate(lines):
        pen.text((2, no * height * 1.5), line, font=font, fill=INK)
    return block


@cache
def _font(height: int) -> ImageFont.FreeTypeFont:
    try:
        import tongban_fonts  # noqa: PLC0415 - a wheel of its own, which an installation may lack
    except ImportError as error:
        raise Unavailable(
            "没有安装公文字体，不能加水印。请管理员安装 tongban-fonts。", code="prints.no-font"
        ) from error
    folders = [*(Path(folder) for folder in settings.FONT_FOLDERS), tongban_fonts.directory()]
    found = next(path for folder in folders if (path := Path(folder) / FONT).is_file())
    return ImageFont.truetype(str(found), height)
