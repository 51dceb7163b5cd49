"""The badge: what a reader is told of a clock, in its own measure."""

from datetime import datetime, timedelta

import pytest

from tongban.foundation.clocks.api import Basis, Ground, Rule, pause, rule_of, stop, time_left
from tongban.foundation.clocks.testing import make_clock
from tongban.kernel.references import Reference
from tongban.kernel.testing import MONDAY, within
from tongban.lib.days.calendar import ZONE
from tongban.lib.days.words import Unit

pytestmark = pytest.mark.usefixtures("days")
PROMISED = rule_of("licensing.decision", promised=7, basis=Basis.SECOND)  # Monday 09:30 to Wednesday 25 November 09:30
LAWFUL = rule_of("licensing.supplement")  # ends with Monday 23 November
HOURS = Rule(unit=Unit.HOUR, amount=11, basis=Basis.SECOND)


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("rule", "at", "kind", "text"),
    [
        (PROMISED, "11-16 09:30", "plain", "剩 7个工作日"),
        (PROMISED, "11-24 17:00", "soon", "剩 1个工作日"),
        (PROMISED, "11-25 09:00", "soon", "今天 09:30 前"),
        (PROMISED, "11-25 10:50:01", "over", "超时 1小时20分（工作时间）"),
        (PROMISED, "11-27 09:31", "over", "超时 2个工作日"),
        (LAWFUL, "11-20 16:00", "soon", "剩 1个工作日"),
        (LAWFUL, "11-23 23:00", "soon", "今天到期"),
        (rule_of("petitions.registration"), "11-16 10:00", "plain", "剩 15个自然日"),
        (rule_of("petitions.registration"), "12-03 00:00:01", "over", "超时 1个自然日"),
    ],
)
def test_running(rule, at, kind, text):
    left = time_left(make_clock(rule=rule), at=local(at))
    assert (left.kind, left.text) == (kind, text)


def test_the_title_explains_limit_law_and_end():
    title = time_left(make_clock(rule=LAWFUL), at=MONDAY).title
    assert title == "测试时限；5个工作日；行政许可法第三十二条；2026年11月23日到期"


def test_paused_names_the_ground():
    clock = make_clock(rule=PROMISED)
    paper = Reference("test_letter", 1)
    still = within(pause, clock=clock, ground=Ground.TESTING, document=paper, told_days=5)
    left = time_left(still, at=MONDAY + timedelta(days=90))
    assert (left.kind, left.text) == ("paused", "计时暂停：检测")


@pytest.mark.parametrize(("passed", "kind", "text"), [(1, "plain", "按时办结"), (12, "over", "超时办结")])
def test_stopped_tells_how_it_ended(passed, kind, text):
    done = within(stop, when=MONDAY + timedelta(days=passed), clock=make_clock(rule=PROMISED))
    left = time_left(done, at=MONDAY + timedelta(days=99))
    assert (left.kind, left.text) == (kind, text)


@pytest.mark.parametrize(
    ("at", "text"),
    [
        ("11-17 17:00", "今天 17:30 前"),
        ("11-17 23:00", "已到期"),
        ("11-18 09:00", "已到期"),
        ("11-18 09:00:01", "超时 1分（工作时间）"),
    ],
)
def test_what_ends_at_closing_time_is_over_when_work_begins_again(at, text):
    assert time_left(make_clock(rule=HOURS, when=local("11-16 12:30")), at=local(at)).text == text


def test_a_year_without_notice_is_said():
    clock = make_clock(rule=rule_of("licensing.joint_decision"))
    assert "暂定" in time_left(clock, at=MONDAY).title
