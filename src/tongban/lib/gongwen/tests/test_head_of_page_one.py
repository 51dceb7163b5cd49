"""版头: red mark, number, signers, separator, title, for each format (GB/T 9704-2012, 7.2, 10)."""

import pytest

from tongban.lib.gongwen.layout.boxes import Box
from tongban.lib.gongwen.layout.typeset import Typeset, typeset
from tongban.lib.gongwen.model import Format
from tongban.lib.gongwen.testing import AT, fonts, notice, text_of

PITCH = (225 - 16 / 72 * 25.4) / 21
LINE = 16 / 72 * 25.4


def laid(**changes) -> Typeset:
    return typeset(notice(**changes), fonts=fonts(), at=AT)


def box(result: Typeset, element: str, index: int = 0) -> Box:
    return [box for box in result.boxes if box.element == element][index]


def test_red_mark_stands_72_mm_from_the_top_and_is_centred():
    mark = box(laid(), "发文机关标志")
    assert mark.y == pytest.approx(72, abs=0.2)
    assert mark.x + mark.w / 2 == pytest.approx(28 + 78, abs=0.2)
    assert mark.w <= 150.1
    assert mark.h <= 22


def test_number_and_red_line_follow_the_mark():
    result = laid()
    mark, number, line = box(result, "发文机关标志"), box(result, "发文字号"), box(result, "版头分隔线")
    assert number.y == pytest.approx(mark.y + mark.h + 2 * PITCH, abs=0.2)
    assert number.x + number.w / 2 == pytest.approx(106, abs=0.2)
    assert line.y + line.h / 2 == pytest.approx(number.y + LINE + 4, abs=0.2)
    assert (line.x, line.w) == pytest.approx((28, 156), abs=0.1)


def test_title_stands_two_lines_below_the_red_line_and_recipients_one_below_it():
    result = laid()
    line, title, to = box(result, "版头分隔线"), box(result, "标题"), box(result, "主送机关")
    assert title.y == pytest.approx(line.y + line.h / 2 + 2 * PITCH, abs=0.3)
    assert title.x + title.w / 2 == pytest.approx(106, abs=0.2)
    assert to.y == pytest.approx(title.y + title.h + 2 * PITCH - LINE, abs=0.3)
    assert to.x == pytest.approx(28, abs=0.1)


def test_copy_number_classification_and_urgency_take_the_first_lines():
    result = laid(copy_no="000012", classification="机密★1年", urgency="特急")
    tops = [box(result, name).y for name in ("份号", "密级和保密期限", "紧急程度")]
    assert tops == pytest.approx([37, 37 + PITCH, 37 + 2 * PITCH], abs=0.4)


@pytest.mark.parametrize(("names", "rows"), [(["李明"], 1), (["张爱国", "李明"], 1), (["张爱国", "李明", "王建"], 2)])
def test_upward_documents_show_two_signers_a_line_and_the_number_beside_the_last(names, rows):
    result = laid(format=Format.UPWARD, kind="请示", signers=tuple(names))
    signers, number, line = box(result, "签发人"), box(result, "发文字号"), box(result, "版头分隔线")
    assert signers.y == pytest.approx(92 + 2 * PITCH, abs=2.3)
    assert signers.h == pytest.approx(LINE + (rows - 1) * PITCH, abs=0.2)
    assert number.y + number.h == pytest.approx(signers.y + signers.h, abs=0.2)
    assert number.x == pytest.approx(28 + 156 / 28, abs=0.2)
    assert line.y + line.h / 2 == pytest.approx(signers.y + signers.h + 4, abs=0.2)


def test_a_letter_has_its_mark_30_mm_from_the_sheet_and_two_double_lines():
    result = laid(format=Format.LETTER, kind="函")
    mark = box(result, "发文机关标志")
    assert mark.y == pytest.approx(30, abs=0.2)
    assert mark.x + mark.w / 2 == pytest.approx(105, abs=0.2)
    lines = [b for b in result.boxes if b.element == "红色双线"]
    assert [b.y for b in lines] == pytest.approx([49.0, 50.5, 275.15, 276.1], abs=0.1)
    assert {(b.x, b.w) for b in lines} == {(20.0, 170.0)}
    assert box(result, "发文字号").x + box(result, "发文字号").w == pytest.approx(184, abs=0.2)


def test_a_letter_has_no_page_number_on_page_one():
    result = laid(format=Format.LETTER, kind="函", lines=60)
    assert [b.page for b in result.boxes if b.element == "页码"] == list(range(2, result.pages + 1))


def test_joint_issuers_stand_below_one_another_with_the_word_file_beside_them():
    units = ("云溪县教育局", "云溪县财政局", "云溪县人力资源和社会保障局")
    result = laid(issuers=units, title="关于做好助学资金发放工作的通知")
    mark = box(result, "发文机关标志")
    assert mark.y == pytest.approx(72, abs=0.2)
    assert mark.h == pytest.approx(11 * 3 + 0.35 * 11 * 2, abs=3)
    assert "正文" in {b.element for b in result.boxes if b.page == 1}


def test_many_joint_issuers_shrink_until_page_one_shows_text():
    units = tuple(
        f"云溪县{name}局" for name in ["教育", "财政", "民政", "水利", "审计", "司法", "统计", "商务", "公安", "数据"]
    )
    result = laid(issuers=units, title="关于进一步加强全县中小学校园安全和食品安全综合治理工作有关事项的通知")
    assert "正文" in {b.element for b in result.boxes if b.page == 1}


def test_an_order_has_mark_at_57_mm_number_below_and_no_title():
    result = laid(format=Format.ORDER, kind="令", mark="云溪县人民政府令", number="第5号", duty="县长")
    mark, number = box(result, "发文机关标志"), box(result, "令号")
    assert mark.y == pytest.approx(57, abs=0.2)
    assert number.y == pytest.approx(mark.y + mark.h + 2 * PITCH, abs=0.3)
    assert "标题" not in {b.element for b in result.boxes}
    assert not result.seal_places


def test_minutes_list_those_present_and_have_neither_signature_nor_seal():
    result = laid(format=Format.MINUTES, kind="纪要", attendees="王某某、李某某", absent="张某某")
    assert {"出席", "请假"} <= {b.element for b in result.boxes}
    assert not {"发文机关署名", "成文日期"} & {b.element for b in result.boxes}
    assert not result.seal_places


def test_an_internal_paper_has_no_red_head_and_no_imprint():
    result = laid(format=Format.PLAIN, sealed=False)
    assert box(result, "标题").y == pytest.approx(37, abs=0.2)
    assert not {"发文机关标志", "版头分隔线", "版记分隔线"} & {b.element for b in result.boxes}


def test_all_words_are_text_in_the_pdf():
    words = text_of(laid().pdf)
    for part in ("云溪县人民政府办公室文件", "云政办发〔2026〕7号", "一、总体要求", "2026年3月2日", "抄送："):
        assert part in words
