"""Incoming text takes the punctuation of official documents; its words stay."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.lib.gongwen import normalise

CASES = [
    ("根据通知(赤政办发[2010]56号)要求,现通知如下:", "根据通知（赤政办发〔2010〕56号）要求，现通知如下："),
    ("　　各 单 位 要\t加强领导;", "各单位要加强领导；"),
    ("投资1,280.5万元,于9:30开会", "投资1,280.5万元，于9:30开会"),
    ('开展"回头看"工作', "开展“回头看”工作"),
    ("见 https://example.org/a,b 网站", "见https://example.org/a,b网站"),
    ("使用 open source software 软件", "使用open source software软件"),
    ("国办函? 2003 ? 65 号", "国办函〔2003〕65号"),
    ("工作完成.", "工作完成。"),
    ("等等...", "等等……"),
    ("云政发(2026)3号", "云政发〔2026〕3号"),
]


@pytest.mark.parametrize(("raw", "clean"), CASES)
def test_a_line_is_put_in_order(raw, clean):
    assert normalise.line(raw) == clean


@pytest.mark.parametrize("raw", ["云政发[2026]第007号", "云政发【2026】7号", "云政发(2026) 7 号", "云政发〔2026〕7号"])
def test_a_document_number_takes_six_cornered_brackets_and_no_zeros(raw):
    assert normalise.number(raw) == "云政发〔2026〕7号"


TEXTS = st.text(alphabet="各单位,.:;()[]\"'?! 　\t0123456789abc/@…。，（）〔〕“”号", max_size=60)


@given(TEXTS)
def test_a_second_pass_changes_nothing(text):
    once = normalise.line(text)
    assert normalise.line(once) == once


@given(TEXTS)
def test_words_and_digits_are_never_changed(text):
    def words(value: str) -> str:
        return re.sub(r"[^各单位号0-9abc]", "", value)

    assert words(normalise.line(text)) == words(text)


@given(TEXTS)
def test_no_full_width_space_and_no_tab_is_left(text):
    assert not set("　\t") & set(normalise.line(text))


LONG = ["a" * 300_000, "a," * 150_000, "各," * 150_000, '"各' * 100_000, "(" * 200_000 + "各"]


@pytest.mark.parametrize("text", LONG)
def test_very_long_lines_are_no_obstacle(text):
    assert len(normalise.line(text)) == len(text)
