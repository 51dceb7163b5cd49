"""Titles are divided between words into trapezoids and lozenges."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.lib.gongwen.layout.title import MAX_LINE, _breaks, _places, break_title, width

OFFICE = "云溪县人民政府办公室"
TITLES = [
    (f"{OFFICE}关于做好全县机关节约用水工作的通知", [OFFICE, "关于做好全县机关节约用水工作的通知"]),
    (f"{OFFICE}关于商请协助调取电子证照数据的函", [OFFICE, "关于商请协助调取电子证照数据的函"]),
    ("关于印发《云溪县机关节水办法》的通知", ["关于印发《云溪县机关节水办法》的通知"]),
]


@pytest.mark.parametrize(("title", "lines"), TITLES)
def test_a_title_is_divided_where_an_editor_would(title, lines):
    kind = "函" if title.endswith("函") else "通知"
    assert break_title(title, issuers=(OFFICE,), kind=kind) == lines


def test_a_division_by_hand_is_kept():
    assert break_title("关于\n某事的通知", issuers=(), kind="通知") == ["关于", "某事的通知"]


def test_words_and_book_names_stay_whole_and_no_line_begins_with_a_particle():
    title = "关于印发《云溪县电子政务外网电子公文交换管理暂行办法》有关配套制度的通知"
    lines = break_title(title, issuers=(), kind="通知")
    assert not any(line[0] in "的》，、" or line[-1] == "《" for line in lines)
    assert all(word in " ".join(lines) for word in ("电子公文", "电子政务外网", "的通知", "管理", "制度"))


@given(st.text(alphabet="云溪县关于做好节约用水工作的通知《》、2026年和", min_size=1, max_size=90))
def test_no_character_is_lost_and_no_line_is_wider_than_the_page(title):
    lines = break_title(title, issuers=("云溪县",), kind="通知")
    assert "".join(lines) == title
    assert all(width(line) <= MAX_LINE for line in lines)


@pytest.mark.parametrize("length", [60, 100, 194])
def test_a_very_long_title_is_divided_without_trying_millions_of_divisions(length):
    title = f"关于{'甲' * length}的通知"
    lines = break_title(title, issuers=(OFFICE,), kind="通知")
    assert "".join(lines) == title
    assert max(map(width, lines)) <= MAX_LINE
    tried = _breaks(title, sorted(_places(title, (OFFICE,), "通知")), len(lines))
    assert len(list(islice(tried, 5_001))) <= 5_000
