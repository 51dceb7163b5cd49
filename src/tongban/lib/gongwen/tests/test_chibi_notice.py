"""The real notice of the shared samples, laid out and measured."""

import datetime as dt
from dataclasses import replace

import pytest

from tongban.lib.gongwen.layout.typeset import typeset
from tongban.lib.gongwen.markdown import read_markdown
from tongban.lib.gongwen.model import Heading
from tongban.lib.gongwen.testing import AT, characters, fonts, shared, text_of


@pytest.fixture(scope="module")
def chibi():
    document = read_markdown(shared("samples", "gongwen", "chibi-notice.md").read_text(encoding="utf-8"))
    return replace(
        document,
        number="赤政办发〔2011〕12号",
        date=dt.date(2011, 2, 25),
        cc="市委办公室，市人大常委会办公室",
        print_office="赤壁市人民政府办公室",
        print_date=dt.date(2011, 2, 25),
    )


@pytest.fixture(scope="module")
def laid(chibi):
    return typeset(chibi, fonts=fonts(), at=AT)


# Measured on the model pages: element, page, x, y, w, h in mm; None where it depends on the words' division.
EXPECTED = [
    ("发文机关标志", 1, None, 72.0, None, 18.0),
    ("发文字号", 1, 78.0, 110.89, 56.0, 5.64),
    ("版头分隔线", 1, 28.0, 120.24, 156.0, 0.6),
    ("标题", 1, None, 141.43, None, 19.76),
    ("主送机关", 1, 28.0, 176.43, 108.68, 5.64),
    ("发文机关署名", 3, 115.55, 225.02, 55.79, 5.64),
    ("成文日期", 3, 125.17, 235.47, 36.54, 5.64),
]


@pytest.mark.parametrize(("element", "page", "x", "y", "w", "h"), EXPECTED)
def test_every_element_stands_within_a_millimetre(laid, element, page, x, y, w, h):
    (box,) = [box for box in laid.boxes if box.element == element]
    assert box.page == page
    for measured, wanted in zip((box.x, box.y, box.w, box.h), (x, y, w, h), strict=True):
        assert wanted is None or measured == pytest.approx(wanted, abs=1)


def test_it_takes_three_pages_and_the_imprint_the_fourth(laid):
    assert laid.pages == 4
    assert {box.page for box in laid.boxes if box.element == "版记分隔线"} == {4}
    assert not laid.warnings


def test_the_seal_stands_on_the_date(laid):
    (seal,) = laid.seal_places
    assert (seal.page, seal.x, seal.y) == pytest.approx((3, 143.44, 229.77), abs=0.5)


def test_its_levels_and_punctuation_are_recognised(chibi):
    headings = [(block.level, block.label) for block in chibi.body if isinstance(block, Heading)]
    assert headings[:4] == [(1, "一、"), (2, "（一）"), (2, "（二）"), (2, "（三）")]
    assert len(headings) == 11
    assert "（赤政办发〔2010〕56号）要求，" in chibi.body[0].text


def test_no_character_is_missing_or_replaced(laid):
    assert laid.missing_glyphs == []


def test_page_two_keeps_22_lines_of_16_points(laid):
    lines = {round(c.y, 1) for c in characters(laid.pdf) if c.page == 2 and round(c.size) == 16}
    assert len(lines) == 22


def test_every_sample_becomes_pages_with_all_its_words():
    for path in sorted(shared("samples", "gongwen").glob("*.md")):
        document = read_markdown(path.read_text(encoding="utf-8"))
        result = typeset(document, fonts=fonts(), at=AT)
        words = text_of(result.pdf).replace("\u3000", "")
        assert result.pages > 1
        for block in document.body:
            assert getattr(block, "text", "").replace("\u3000", "")[:20] in words, path.name
