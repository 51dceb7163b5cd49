"""Reading pasted lists: rows, and sentences as the yearly notice has them."""

from datetime import date

import pytest

from tongban.foundation.workdays.rules.notice import read_list
from tongban.lib.days.words import DayKind, Special

ROWS = """日期,安排,名称
2027-02-05至2027-02-07,休,春节
2027/2/20 班 春节
2027年12月31日，上午班，除夕
"""
SENTENCES = """各单位：
一、元旦：2026年12月31日（周四）至2027年1月2日（周六）放假调休，共3天。1月3日（星期日）上班。
二、清明节：4月5日（周一）放假，与周末连休。
三、国庆节、中秋节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
"""


def test_rows_are_read_with_ranges_and_half_days():
    reading = read_list(ROWS, 2027)
    assert reading.bad == []
    assert [line.number for line in reading.skipped] == [1]
    assert reading.days[0] == Special(date(2027, 2, 5), DayKind.REST, "春节")
    assert [special.day.day for special in reading.days[:3]] == [5, 6, 7]
    assert reading.days[3:] == [
        Special(date(2027, 2, 20), DayKind.WORK, "春节"),
        Special(date(2027, 12, 31), DayKind.MORNING, "除夕"),
    ]


def test_the_sentences_of_the_yearly_notice_are_read():
    reading = read_list(SENTENCES, 2027)
    assert reading.bad == []
    rest = [s.day for s in reading.days if s.kind is DayKind.REST]
    work = [s.day for s in reading.days if s.kind is DayKind.WORK]
    assert rest[:4] == [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2), date(2027, 4, 5)]
    assert len(rest) == 11
    assert work == [date(2027, 1, 3), date(2027, 9, 26), date(2027, 10, 9)]
    assert {s.name for s in reading.days} == {"元旦", "清明节", "国庆节、中秋节"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("2027-02-30,休,春节", "没有2027年2月30日"),
        ("2027-02-05 春节", "没有写明"),
        ("2027-02-08,班,春节", "本来就上班"),
        ("2026-10-01,休,国庆节", "不在2027年"),
        ("2027-02-10至2027-02-05,休", "结束应在开始之后"),
        ("一、元旦：1月1日（周四）放假。", "不是星期四"),
        ("二、春节：2月5日至11日放假，共8天。", "读到的是7天"),
        ("二、春节：5日至11日放假。", "没有写明是几月"),
        ("春节放假。", "没有写明是哪一天"),
        ("三、春节：2月5日放假。2月20日照常。", "没有写明放假或上班"),
        ("2027-02-05,休," + "长" * 21, "不能超过20个字"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_with_its_reason(line, why):
    reading = read_list(f"2027-01-01,休,元旦\n{line}", 2027)
    assert [(bad.number, bad.text) for bad in reading.bad] == [(2, line)]
    assert why in reading.bad[0].why


def test_a_day_cannot_be_two_things():
    reading = read_list("2027-02-06,休,春节\n2027-02-06,班,春节", 2027)
    assert [bad.number for bad in reading.bad] == [2]


def test_an_empty_list_is_not_a_notice():
    assert read_list("放假安排另行通知", 2027).bad
    assert read_list("", 2027).bad[0].why == "没有读到任何日期"
