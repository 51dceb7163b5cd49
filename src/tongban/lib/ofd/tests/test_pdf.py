"""From PDF to OFD: the same text at the same places, or a picture of the page with its text to be searched."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import tongban_fonts
import typst
from PIL import Image

from tongban.lib.ofd.document import Ofd
from tongban.lib.ofd.errors import NotWritable
from tongban.lib.ofd.pdf import pages_of_pdf
from tongban.lib.ofd.png import png
from tongban.lib.ofd.text import document_text, page_pieces
from tongban.lib.ofd.writing.model import FontFile, NewDocument, Picture, Text
from tongban.lib.ofd.writing.writer import write_ofd

AT = datetime(2026, 3, 2, tzinfo=UTC)
FONTS = {"FandolSong-Regular": FontFile(tongban_fonts.directory() / "FandolSong-Regular.otf")}
SOURCE = """
#set page(width: 100mm, height: 60mm, margin: 10mm)
#set text(font: "FandolSong", size: 12pt)
#place(dx: 0mm, dy: 10mm)[公文通办 2026]
#place(dx: 40mm, dy: 20mm, rotate(90deg, origin: top + left)[横排]) #place(dx: 0mm, dy: 30mm, scale(x: 60%)[窄字])
#place(dx: 5mm, dy: 35mm, line(length: 30mm, stroke: 0.5mm + red)) #place(dx: 50mm, dy: 5mm, rect(width: 9mm, height: 4mm, fill: blue))
"""


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    source = tmp_path_factory.mktemp("typst") / "source.typ"
    source.write_text(SOURCE, "utf-8")
    return typst.compile(str(source), font_paths=[str(tongban_fonts.directory())], ignore_system_fonts=True)


def opened(pdf: bytes, fonts: dict[str, FontFile]) -> Ofd:
    pages = pages_of_pdf(pdf, fonts=fonts)
    return Ofd(write_ofd(NewDocument(pages, AT, fonts=fonts)))


def test_text_keeps_its_characters_and_places(pdf: bytes) -> None:
    found = opened(pdf, FONTS).document
    assert (round(found.page(1).box.width, 2), round(found.page(1).box.height, 2)) == (100, 60)
    pieces = {piece.text: piece for piece in page_pieces(found.page(1))}
    assert {"公文通办 2026", "窄字"} <= set(pieces)
    text = pdfium.PdfDocument(pdf)[0].get_textpage()
    left, bottom, _, _ = text.get_charbox(text.search("公").get_next()[0], loose=True)
    assert pieces["公文通办 2026"].x == pytest.approx(left * 25.4 / 72, abs=0.2)
    assert pieces["公文通办 2026"].size == pytest.approx(12 * 25.4 / 72, abs=0.01)
    assert 60 - pieces["公文通办 2026"].y > bottom * 25.4 / 72


def test_turned_and_narrowed_text_and_lines_are_objects(pdf: bytes) -> None:
    (page,) = pages_of_pdf(pdf, fonts=FONTS)
    texts = {each.text: each for each in page.objects if isinstance(each, Text)}
    assert texts["窄字"].stretch == pytest.approx(0.6, abs=0.001)
    assert texts["横排"].matrix is not None
    assert (texts["横排"].matrix.b, texts["横排"].matrix.c) == (pytest.approx(1), pytest.approx(-1))
    shapes = [each for each in page.objects if not isinstance(each, Text)]
    assert [each.width for each in shapes if each.stroke] == [pytest.approx(0.5, abs=0.001)]  # type: ignore[union-attr]


def test_elements_are_named_where_the_layout_puts_them(pdf: bytes) -> None:
    (page,) = pages_of_pdf(pdf, fonts=FONTS, tagger=lambda number, x, y: "字号" if y < 25 else "")
    assert [each.text for each in page.objects if each.tag == "字号"] == ["公文通办 2026"]


def test_a_page_in_a_foreign_font_becomes_a_picture_that_can_be_searched(pdf: bytes) -> None:
    (page,) = pages_of_pdf(pdf, fonts={})
    picture, *texts = page.objects
    assert isinstance(picture, Picture)
    assert picture.data.startswith(b"\x89PNG")
    assert {each.alpha for each in texts} == {0}
    assert "公文通办 2026" in document_text(opened(pdf, {}).document)


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotWritable):
        pages_of_pdf(b"%PDF-1.7 and no more", fonts={})


def test_a_picture_that_is_no_jpeg_leaves_the_text_beside_it_text(tmp_path: Path) -> None:
    dots = bytes(each for row in range(8) for at in range(8) for each in (200, 0, 0, 255 if at < 4 else 0))
    (tmp_path / "dots.png").write_bytes(png(dots, 8, 8, 32, 4))
    source = tmp_path / "source.typ"
    source.write_text(SOURCE + '#place(dx: 60mm, dy: 20mm, image("dots.png", width: 20mm))', "utf-8")
    data = typst.compile(str(source), font_paths=[str(tongban_fonts.directory())], ignore_system_fonts=True)
    (page,) = pages_of_pdf(data, fonts=FONTS)
    (picture,) = [each for each in page.objects if isinstance(each, Picture)]
    assert (picture.matrix.e, picture.matrix.f, picture.matrix.a) == pytest.approx((70, 30, 20), abs=0.1)
    assert "公文通办 2026" in {each.text for each in page.objects if isinstance(each, Text)}
    seen = Image.open(BytesIO(picture.data)).convert("RGBA")
    assert (seen.getpixel((1, 1)), seen.getpixel((7, 7))[3]) == ((200, 0, 0, 255), 0)  # type: ignore[index]
