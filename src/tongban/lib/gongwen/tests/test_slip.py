"""A slip and a blank form: their words on the page, room to write in, nothing drawn wrong."""

from datetime import UTC, datetime

import pypdfium2
import pytest

from tongban.lib.gongwen.errors import GlyphsMissing
from tongban.lib.gongwen.slip import Part, Row, Slip, slip
from tongban.lib.gongwen.testing import fonts

AT = datetime(2026, 11, 16, 1, 30, tzinfo=UTC)
CODE = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="5" height="5"/></svg>'
RECEIPT = Slip(
    title="网上申请回执", under="样例", parts=(Part("", (Row("办件编号", "WS202611160000047"), Row("查询码", "0195 4947"))),),
    note="本回执只证明收到申请。", code=CODE,
)  # fmt: skip


def words(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range().replace(" ", "") for page in pypdfium2.PdfDocument(pdf)]


def test_all_words_stand_on_one_page():
    [page] = words(slip(RECEIPT, fonts=fonts(), at=AT))
    for said in ("网上申请回执", "办件编号", "WS202611160000047", "01954947", "只证明收到申请"):
        assert said in page


def test_what_is_to_be_written_has_room():
    rows = tuple(Row(f"第{no}项", height=30) for no in range(1, 13))
    pages = words(slip(Slip(title="申请书", parts=(Part("申请内容", rows),)), fonts=fonts(), at=AT))
    assert len(pages) == 2, "twelve boxes of 30 mm do not fit on one page"
    assert "第12项" in pages[1]


def test_what_no_font_draws_is_refused():
    with pytest.raises(GlyphsMissing, match="\U00031350"):
        slip(Slip(title="回执", parts=(Part("", (Row("申请人", "\U00031350"),)),)), fonts=fonts(), at=AT)
