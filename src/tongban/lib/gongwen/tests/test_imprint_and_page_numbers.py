"""版记 at the bottom of an even last page, page numbers outside (GB/T 9704-2012, 7.4, 7.5)."""

import pypdfium2
import pytest

from tongban.lib.gongwen.layout.typeset import typeset
from tongban.lib.gongwen.model import Attachment, Format, Paragraph
from tongban.lib.gongwen.testing import AT, SENTENCE, fonts, notice, text_of

CELL = 156 / 28


@pytest.mark.parametrize("lines", range(2, 64, 4))
def test_the_imprint_stands_at_the_bottom_of_an_even_last_page(lines):
    result = typeset(notice(lines=lines), fonts=fonts(), at=AT)
    rules = [box for box in result.boxes if box.element == "版记分隔线"]
    assert [round(box.h, 2) for box in rules] == [0.35, 0.25, 0.35]
    assert {box.page for box in rules} == {result.pages}
    assert result.pages % 2 == 0
    assert rules[-1].y + rules[-1].h / 2 == pytest.approx(262, abs=0.05)
    signed = [box for box in result.boxes if box.element == "成文日期" and box.page == result.pages]
    assert all(box.y + box.h < rules[0].y for box in signed)
    assert all(seal.y + 21 <= rules[0].y for seal in result.seal_places if seal.page == result.pages)


def test_a_blank_page_before_the_imprint_is_announced_and_neither_is_numbered():
    results = (typeset(notice(lines=lines), fonts=fonts(), at=AT) for lines in range(2, 70, 2))
    blank = next(result for result in results if any("空白页" in words for words in result.warnings))
    assert [box.page for box in blank.boxes if box.element == "页码"] == list(range(1, blank.pages - 1))


@pytest.mark.parametrize("plain", [True, False])
def test_no_page_is_blank_without_being_announced(plain):
    """Where the signature ends at the very edge, nothing invisible may open another page."""
    kind = {"format": Format.PLAIN} if plain else {"note": "此件公开发布"}
    for lines in range(20, 28):
        result = typeset(notice(lines=lines, **kind), fonts=fonts(), at=AT, pdf_a=False)
        filled = {box.page for box in result.boxes if box.element != "页码"}
        pages = len(pypdfium2.PdfDocument(result.pdf))
        blank = any("空白页" in words for words in result.warnings)
        assert pages == result.pages == len(filled) + blank


def test_page_numbers_stand_outside_one_character_in_and_7_mm_below():
    result = typeset(notice(lines=60), fonts=fonts(), at=AT)
    numbers = [box for box in result.boxes if box.element == "页码"]
    assert {round(box.y, 1) for box in numbers} == {269.0}
    for box in numbers:
        outer = box.x + box.w if box.page % 2 else box.x
        assert outer == pytest.approx(184 - CELL if box.page % 2 else 28 + CELL, abs=0.2)


def test_long_copies_wrap_beside_their_label():
    cc = "，".join(
        f"县{name}办公室"
        for name in ["委", "人大常委会", "政协", "纪委", "监委", "法院", "检察院", "武装部", "总工会", "妇联"]
    )
    result = typeset(notice(cc=cc), fonts=fonts(), at=AT)
    (copies,) = [box for box in result.boxes if box.element == "抄送机关"]
    assert copies.h > 12
    assert copies.x == pytest.approx(28 + (14 + 42) / 72 * 25.4, abs=0.2)


def test_attachments_begin_on_new_pages_before_the_imprint_and_are_named_alike():
    items = tuple(
        Attachment(title=title, blocks=(Paragraph(text=SENTENCE),)) for title in ("节水任务分工表", "节水情况登记表")
    )
    result = typeset(notice(attachments=items), fonts=fonts(), at=AT)
    labels = [box for box in result.boxes if box.element == "附件"]
    titles = [box for box in result.boxes if box.element == "附件标题"]
    signed = next(box for box in result.boxes if box.element == "成文日期")
    assert [box.page for box in labels] == [signed.page + 1, signed.page + 2]
    assert {round(box.y, 1) for box in labels} <= {37.0, 37.3}
    pitch = (225 - 16 / 72 * 25.4) / 21
    assert titles[0].y == pytest.approx(37 + 2 * pitch, abs=0.5)
    assert {box.page for box in result.boxes if box.element == "版记分隔线"} == {result.pages}


def test_the_names_of_attachments_stand_one_line_below_the_text_and_wrap_under_themselves():
    long = "节水器具更换进度和各单位用水情况逐月登记汇总以及下一步工作安排一览表"
    items = (Attachment(title="节水任务分工表"), Attachment(title=long))
    result = typeset(notice(lines=2, attachments=items), fonts=fonts(), at=AT)
    text = [box for box in result.boxes if box.element == "正文"][-1]
    (note,) = [box for box in result.boxes if box.element == "附件说明"]
    pitch = (225 - 16 / 72 * 25.4) / 21
    assert note.y == pytest.approx(text.y + text.h + 2 * pitch - 16 / 72 * 25.4, abs=0.2)
    assert note.x == pytest.approx(28 + 2 * CELL, abs=0.1)
    assert note.h == pytest.approx(3 * pitch - (pitch - 16 / 72 * 25.4), abs=0.2)
    assert text_of(result.pdf).count("附件：1.节水任务分工表2.节水器具") == 1


def test_an_issued_text_has_neither_note_nor_label():
    item = Attachment(title="云溪县机关节水办法", blocks=(Paragraph(text=SENTENCE),))
    result = typeset(notice(attachments=(item,), issued_text=True), fonts=fonts(), at=AT)
    assert not {"附件说明", "附件"} & {box.element for box in result.boxes}
    assert "附件标题" in {box.element for box in result.boxes}
