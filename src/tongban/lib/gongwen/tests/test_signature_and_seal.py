"""署名, 成文日期 and the place of the seal (GB/T 9704-2012, 7.3.5)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.lib.gongwen.layout.typeset import Typeset, typeset
from tongban.lib.gongwen.model import Attachment, Paragraph, Seal
from tongban.lib.gongwen.testing import AT, SENTENCE, fonts, notice

CELL = 156 / 28
PITCH = (225 - 16 / 72 * 25.4) / 21


def laid(**changes) -> Typeset:
    return typeset(notice(**changes), fonts=fonts(), at=AT)


def only(result: Typeset, element: str):
    (box,) = [box for box in result.boxes if box.element == element]
    return box


def text_bottom(result: Typeset) -> float:
    last = [box for box in result.boxes if box.element in {"正文", "附件说明"}][-1]
    return last.y + last.h


def test_date_is_four_characters_in_and_the_name_is_centred_on_it():
    result = laid()
    name, date = only(result, "发文机关署名"), only(result, "成文日期")
    assert date.x + date.w == pytest.approx(184 - 4 * CELL, abs=0.2)
    assert name.x + name.w / 2 == pytest.approx(date.x + date.w / 2, abs=0.2)
    assert name.y == pytest.approx(text_bottom(result) + 3 * PITCH - 16 / 72 * 25.4, abs=0.3)
    assert date.y == pytest.approx(name.y + PITCH, abs=0.1)


def test_the_seal_is_centred_on_the_date_within_one_line_of_the_text():
    result = laid()
    (seal,) = result.seal_places
    date = only(result, "成文日期")
    assert seal.x == pytest.approx(date.x + date.w / 2, abs=0.1)
    assert seal.page == date.page
    assert 8 < seal.y - 21 - text_bottom(result) <= PITCH


def test_a_name_too_long_for_the_place_stays_within_the_text_area():
    result = laid(issuers=("云溪县农业农村和水利局行政审批服务专用窗口管理办公室",))
    name = only(result, "发文机关署名")
    assert name.x + name.w <= 184.1


def test_without_seal_the_date_begins_two_characters_right_of_the_name():
    result = laid(sealed=False)
    name, date = only(result, "发文机关署名"), only(result, "成文日期")
    assert not result.seal_places
    assert name.x + name.w == pytest.approx(184 - 2 * CELL, abs=0.2)
    assert date.x == pytest.approx(name.x + 2 * CELL, abs=0.2)


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6, 7])
def test_joint_seals_do_not_touch_and_stand_at_most_three_a_row(count):
    units = tuple(f"云溪县{name}局" for name in ["教育", "财政", "民政", "水利", "审计", "司法", "统计"][:count])
    result = laid(issuers=units, title="关于做好助学资金发放工作的通知")
    seals = result.seal_places
    assert [seal.unit for seal in seals] == list(units)
    for index, one in enumerate(seals):
        for two in seals[index + 1 :]:
            assert ((one.x - two.x) ** 2 + (one.y - two.y) ** 2) ** 0.5 > 42
    for y in {seal.y for seal in seals}:
        assert sum(seal.y == y for seal in seals) <= 3
    date, last = only(result, "成文日期"), seals[-1]
    assert last.x == pytest.approx(date.x + date.w / 2, abs=0.2)


def test_long_joint_names_stand_two_a_row():
    units = ("云溪县教育局", "云溪县财政局", "云溪县人力资源和社会保障局")
    seals = laid(issuers=units, title="关于做好助学资金发放工作的通知").seal_places
    assert [seal.x for seal in seals] == pytest.approx([67, 145, 145], abs=0.1)


def test_a_given_diameter_is_kept():
    (seal,) = laid(seals=(Seal(unit="云溪县人民政府办公室", diameter_mm=45),)).seal_places
    assert seal.diameter == 45


@settings(max_examples=25, deadline=None)
@given(
    lines=st.integers(1, 70),
    sentence=st.sampled_from([SENTENCE, "此事由县水利局牵头。", SENTENCE * 3]),
    count=st.integers(1, 4),
    note=st.sampled_from(["", "此件公开发布"]),
    attached=st.integers(0, 3),
)
def test_no_seal_ever_stands_on_a_page_without_text_or_outside_the_text_area(lines, sentence, count, note, attached):
    units = tuple(f"云溪县{name}局" for name in ("教育", "财政", "民政", "水利")[:count])
    body = tuple(Paragraph(text=sentence) for _ in range(lines))
    items = tuple(Attachment(title="节水任务分工表") for _ in range(attached))
    changes = {"issuers": units, "body": body, "note": note, "attachments": items}
    result = laid(title="关于做好助学资金发放工作的通知", **changes)
    text_pages = {box.page for box in result.boxes if box.element == "正文"}
    assert len(result.seal_places) == count
    for seal in result.seal_places:
        radius = seal.diameter / 2
        assert seal.page in text_pages
        assert seal.x - radius >= 28
        assert seal.x + radius <= 184
        assert seal.y - radius >= 37
        assert seal.y + radius <= 262.01
