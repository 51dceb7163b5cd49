"""Any OFD as a PDF: the same sheets, the same look, the same text."""

from datetime import UTC, datetime
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import tongban_fonts

from tongban.lib.edoc.pages import pdf_of, spare_font
from tongban.lib.gongwen.fonts import FontSet
from tongban.lib.ofd.document import Document, Ofd
from tongban.lib.ofd.resources import Font
from tongban.lib.ofd.testing import sample

AT = datetime(2026, 3, 2, tzinfo=UTC)
MM = 72 / 25.4


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return FontSet.of(tongban_fonts.directory())


def opened(shared: Path, name: str) -> Document:
    return Ofd(sample(shared, name)).document


@pytest.mark.parametrize("name", ["rotation-suwell", "riding-seal-5p-sealV4", "permit-2p-two-sealV4-modified"])
def test_each_page_becomes_a_sheet_of_its_own_size(shared: Path, fonts: FontSet, name: str) -> None:
    document = opened(shared, name)
    with pdfium.PdfDocument(pdf_of(document, fonts=fonts, at=AT)) as made:
        assert len(made) == len(document.pages)
        for at, page in enumerate(document.pages):
            assert made[at].get_size() == pytest.approx((page.box.width * MM, page.box.height * MM), abs=0.5)


def test_the_text_is_invisible_and_can_be_searched(shared: Path, fonts: FontSet) -> None:
    with pdfium.PdfDocument(pdf_of(opened(shared, "licence-two-gbt35275"), fonts=fonts, at=AT)) as made:
        text = made[0].get_textpage().get_text_range().replace("\r\n", "")
    assert "采矿许可证" in text
    assert "中华人民共和国" in text


def test_a_riding_seal_shows_on_the_edge_of_every_page(shared: Path, fonts: FontSet) -> None:
    with pdfium.PdfDocument(pdf_of(opened(shared, "riding-seal-5p-sealV4"), fonts=fonts, at=AT)) as made:
        for at in range(5):
            strip = made[at].render(scale=1).to_pil().convert("RGB").crop((574, 113, 595, 227))
            assert any(red > 180 and green < 120 for red, green, _ in strip.get_flattened_data())


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("仿宋_GB2312", "FandolFang"),
        ("楷体", "FandolKai"),
        ("黑体", "NotoSansSC"),
        ("宋体", "FandolSong"),
        ("?", "FandolSong"),
    ],
)
def test_a_font_that_is_only_named_is_drawn_with_the_nearest(fonts: FontSet, name: str, family: str) -> None:
    data = spare_font(fonts)(Font("1", name))
    assert data == next(path for path in fonts.paths() if path.stem == f"{family}-Regular").read_bytes()
