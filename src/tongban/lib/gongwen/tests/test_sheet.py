"""A form on paper: everything that was filled in and said stands on it, over as many pages as it takes."""

import io
from datetime import UTC, datetime

import pypdfium2
import pytest
from PIL import Image

from tongban.lib.gongwen.errors import GlyphsMissing
from tongban.lib.gongwen.sheet import Cell, Opinion, OpinionBox, Sheet, sheet
from tongban.lib.gongwen.testing import fonts

AT = datetime(2026, 11, 18, 2, tzinfo=UTC)


def picture():
    made = io.BytesIO()
    Image.new("RGBA", (60, 20), "black").save(made, "PNG")
    return made.getvalue()


def text_of(pdf):
    pages = pypdfium2.PdfDocument(pdf)
    return ["".join(page.get_textpage().get_text_range().split()) for page in pages]


def test_what_was_filled_in_and_said_stands_on_the_sheet():
    content = Sheet(
        title="用车申请单", number="〔2026〕3号",
        cells=(
            Cell(label="用车人", text="苏明远"), Cell(label="日期", text="2026-11-18"), Cell(label="人数", text="3"),
            Cell(label="事由", text="到省厅开会\n当日返回 #eval(1) $x$", wide=True), Cell(label="签名", picture=picture(), wide=True),
            Cell(label="费用", head=("项目", "金额"), rows=(("过路费", "35.00 元"), ("停车费", "10.00 元")), wide=True),
        ),
        boxes=(
            OpinionBox(label="领导意见", opinions=(Opinion(text="同意。", signer="管正清", day="2026年11月18日"),)),
            OpinionBox(label="车队"),
        ),
    )  # fmt: skip
    pdf = sheet(content, fonts=fonts(), at=AT)
    (page,) = text_of(pdf)
    for words in (
        "用车申请单",
        "编号：〔2026〕3号",
        "苏明远",
        "#eval(1)$x$",
        "过路费",
        "35.00元",
        "同意。",
        "管正清",
        "车队",
        "第1页共1页",
    ):
        assert words in page
    assert sheet(content, fonts=fonts(), at=AT) == pdf


def test_a_long_form_goes_on_over_pages_and_a_character_without_shape_is_told():
    rows = tuple((f"第{n}项", "内容") for n in range(120))
    pages = text_of(
        sheet(
            Sheet(title="清单", cells=(Cell(label="明细", head=("项目", "内容"), rows=rows, wide=True),)),
            fonts=fonts(),
            at=AT,
        )
    )
    assert len(pages) > 2
    assert "第119项" in pages[-1]
    with pytest.raises(GlyphsMissing, match="\U00013000"):
        sheet(Sheet(title="清单", cells=(Cell(label="字", text="\U00013000"),)), fonts=fonts(), at=AT)
