"""Times, durations, personal data and totals as the screens write them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.foundation.ui import rules

NOW = datetime(2026, 11, 18, 9, 42, tzinfo=ZoneInfo("Asia/Shanghai"))
MOMENTS = st.integers(-60 * 24 * 1000, 60 * 24 * 1000).map(lambda minutes: NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (NOW.replace(hour=7, minute=5), "今天 07:05"),
        (NOW - timedelta(days=1), "昨天 09:42"),
        (NOW + timedelta(days=1), "明天 09:42"),
        (NOW.replace(month=3, day=2), "03-02 09:42"),
        (NOW.replace(year=2025), "2025-11-18"),
    ],
)
def test_a_time_in_a_list(moment, text):
    assert rules.when_text(moment, NOW) == text


@pytest.mark.parametrize(
    ("due", "options", "kind", "text"),
    [
        (None, {}, "none", "无时限"),
        (NOW, {"paused": "检测"}, "paused", "计时暂停：检测"),
        (NOW - timedelta(minutes=80), {}, "over", "超时 1小时20分"),
        (NOW - timedelta(days=3), {}, "over", "超时 3个自然日"),
        (NOW + timedelta(minutes=20), {}, "soon", "剩 20分"),
        (NOW + timedelta(minutes=80), {}, "soon", "剩 1小时20分"),
        (NOW + timedelta(hours=3, minutes=30), {}, "soon", "剩 3小时"),
        (NOW.replace(hour=17, minute=30), {}, "soon", "今天 17:30 前"),
        (NOW + timedelta(days=1), {}, "soon", "明天 09:42 前"),
        (NOW + timedelta(days=3), {"workdays": 1}, "soon", "剩 1个工作日"),
        (NOW + timedelta(days=6), {"workdays": 4}, "plain", "剩 4个工作日"),
        (NOW + timedelta(days=6), {}, "plain", "剩 6个自然日"),
    ],
)
def test_a_time_limit_says_how_long_and_in_which_days(due, options, kind, text):
    left = rules.time_left(due, NOW, **options)
    assert (left.kind, left.text) == (kind, text)


@given(due=MOMENTS, now=MOMENTS)
def test_a_limit_is_never_negative_and_red_exactly_when_passed(due, now):
    left = rules.time_left(due, now)
    assert "-" not in left.text
    assert (left.kind == "over") == (now > due)


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("13800000626", "138****0626"),
        ("999001199001010026", "9990**********0026"),
        ("zhang@example.cn", "z***@example.cn"),
        ("秦怀川", "秦**"),
    ],
)
def test_personal_data_is_masked(given_text, shown):
    assert rules.masked(given_text) == shown


@given(st.text(st.characters(categories=["Nd", "Lo"]), min_size=2, max_size=30))
def test_masking_hides_a_third_at_least_and_keeps_the_length(text):
    shown = rules.masked(text)
    assert len(shown) == len(text)
    assert shown.count("*") >= len(text) / 3


@given(last=st.integers(1, 400), data=st.data())
def test_page_numbers_lead_everywhere(last, data):
    current = data.draw(st.integers(1, last))
    numbers = rules.page_numbers(current, last)
    known = [n for n in numbers if n]
    assert {1, current, last} <= set(known)
    assert known == sorted(set(known))
    assert len(numbers) <= 7


def test_labels_dates_totals_and_sizes():
    assert rules.spread("标题") == "标　　题"
    assert rules.spread("拟稿单位") == "拟稿单位"
    assert rules.today_text(NOW.date()) == "2026年11月18日 星期三 ・ 第47周"
    assert rules.total_text(1000, more=True) == "1,000+"
    assert rules.capped(100) == "99+"
    assert (rules.size_text(39_845_888), rules.size_text(2048)) == ("38 MB", "2 KB")
