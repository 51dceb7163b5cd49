"""For tests of this library and of its users: the installed fonts, a small notice, and where characters stand."""

import ctypes
import datetime as dt
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import tongban_fonts

from tongban.lib.gongwen.fonts import FontSet
from tongban.lib.gongwen.model import Block, Document, Heading, Paragraph

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
_MM = 72 / 25.4


@lru_cache(maxsize=1)
def fonts() -> FontSet:
    """The fonts of the font package."""
    return FontSet.of(tongban_fonts.directory())


def shared(*names: str) -> Path:
    """A file of the shared samples (TONGBAN_SHARED, else ``../shared`` beside the repository); fails where absent."""
    default = Path(__file__).parents[5] / "shared"
    path = Path(os.environ.get("TONGBAN_SHARED", default)).joinpath(*names)
    assert path.exists(), f"样例 {path} 不存在：请把 TONGBAN_SHARED 设为样例文件夹。"
    return path


SENTENCE = "各单位要明确专人负责，按时完成节水器具更换，并将用水情况逐月登记。"


def notice(*, lines: int = 6, **changes: object) -> Document:
    """A notice of our own county; ``lines`` is about the number of body lines."""
    body: list[Block] = [
        Paragraph(text="为做好全县机关节约用水工作，现就有关事项通知如下："),
        Heading(level=1, label="一、", title="总体要求"),
        *(Paragraph(text=SENTENCE) for _ in range(max(0, (lines - 2) // 2))),
    ]
    values: dict[str, object] = {
        "kind": "通知",
        "issuers": ("云溪县人民政府办公室",),
        "title": "云溪县人民政府办公室关于做好全县机关节约用水工作的通知",
        "number": "云政办发〔2026〕7号",
        "date": dt.date(2026, 3, 2),
        "main_recipients": "各乡镇人民政府，县直各单位",
        "body": tuple(body),
        "cc": "县委办公室，县人大常委会办公室",
        "print_office": "云溪县人民政府办公室",
        "print_date": dt.date(2026, 3, 3),
    }
    return Document(**(values | changes))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Character:
    """One drawn character: page, origin (baseline) in mm from the top left, nominal size in pt."""

    page: int
    text: str
    x: float
    y: float
    size: float


def characters(pdf: bytes) -> list[Character]:
    """All characters of a PDF with their origins, in the order of drawing."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [character for page in range(len(document)) for character in _on_page(document, page)]
    finally:
        document.close()


def _on_page(document: pypdfium2.PdfDocument, index: int) -> list[Character]:
    page = document[index]
    text, height = page.get_textpage(), page.get_height()
    found = []
    for number in range(text.count_chars()):
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(text, number, x, y)
        size = pdfium.FPDFText_GetFontSize(text, number)
        letter = chr(pdfium.FPDFText_GetUnicode(text, number))
        found.append(Character(index + 1, letter, x.value / _MM, (height - y.value) / _MM, size))
    return [character for character in found if character.text not in "\r\n\0"]


def text_of(pdf: bytes) -> str:
    """The words of a PDF as a reader would copy them, without spaces and line ends."""
    return "".join(character.text for character in characters(pdf)).replace(" ", "")
