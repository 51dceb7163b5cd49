"""Pages of a PDF as pictures. One at a time in a process: PDFium knows no threads."""

import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

from tongban.kernel.errors import Invalid, NotFound

SCALE = 1.6  # 115 dpi: sharp at the width of the reading pane
MOST_PIXELS = 8000  # of a side: a page of several square metres is drawn smaller
_pdfium = threading.Lock()


def page_count(pdf: bytes) -> int:
    """How many pages the PDF has. Invalid when it cannot be opened."""
    with opened(pdf) as document:
        return len(document)


def draw_page(pdf: bytes, no: int) -> bytes:
    """The page (from 1) as PNG. NotFound beyond the last."""
    with opened(pdf) as document:
        if not 1 <= no <= len(document):
            raise NotFound()
        document.init_forms()
        page = document[no - 1]
        scale = min(SCALE, MOST_PIXELS / max(page.get_size()))
        bitmap = page.render(scale=scale, rev_byteorder=True, maybe_alpha=False, prefer_bgrx=False)
        return png(bytes(bitmap.buffer), width=bitmap.width, height=bitmap.height, stride=bitmap.stride)


def png(pixels: bytes, *, width: int, height: int, stride: int) -> bytes:
    """RGB rows, each `stride` bytes apart, as a PNG file."""
    rows = b"".join(b"\0" + pixels[y * stride : y * stride + width * 3] for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 3)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The PDF in PDFium, which nobody else enters until it is closed. Invalid when it cannot be opened."""
    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise Invalid({"scan": "这个 PDF 打不开，可能已损坏或有密码。请重新扫描。"}, code="files.pdf") from error
        try:
            yield document
        finally:
            document.close()
