"""A filled-in form on paper: what was filled in and said, nothing that the step does not see."""

import pypdfium2
import pytest

from tongban.engines.forms.printing import pdf_of, sheet_of
from tongban.engines.forms.rules import read_definition, validate
from tongban.engines.forms.testing import sample
from tongban.engines.forms.tests.test_kinds import picture
from tongban.engines.forms.tests.test_validating import GOOD
from tongban.kernel.errors import Conflict
from tongban.kernel.testing import MONDAY
from tongban.lib.gongwen.sheet import Opinion, OpinionBox

LEAVE = read_definition(sample())
FILLED = {**GOOD, "abroad": "on", "identity": "11010519491231002X", "unit": 3, "sign": picture(), "plan": "<p>第<b>一</b>天</p>",
          "items": [{"what": "车票", "price": "12.5", "count": "2"}]}  # fmt: skip


def printed(data, **how):
    content = sheet_of(LEAVE, validate(LEAVE, data), names=lambda name: {3: "城关镇"} if name == "unit" else {}, **how)
    pages = pypdfium2.PdfDocument(pdf_of(content, at=MONDAY))
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)


def test_the_sheet_says_what_was_filled_in_with_the_opinions():
    boxes = [OpinionBox(label="领导意见", opinions=(Opinion(text="同意。", signer="管正清", day="2026年11月18日"),))]
    text = printed(FILLED, number="3号", boxes=boxes)
    for words in (
        "请假外出报备单",
        "编号：3号",
        "城关镇",
        "第一天",
        "车票",
        "人民币贰拾伍元整",
        "同意。",
        "管正清",
        "11010519491231002X",
    ):
        assert words in text
    assert "依据的版本" not in text


def test_what_a_step_does_not_see_and_what_is_not_shown_is_not_printed():
    assert "11010519491231002X" not in printed(FILLED, step="review")
    assert "身份证号码" not in printed(GOOD)


def test_a_character_that_no_font_draws_is_told():
    with pytest.raises(Conflict, match="字体中没有"):
        printed({**GOOD, "reason": "\U00013000\U00013001"})
