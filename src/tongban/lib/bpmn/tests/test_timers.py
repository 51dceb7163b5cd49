"""Times of timer events."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.lib.bpmn.timers import TimerError, parse_timer

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("PT1H", NOON + timedelta(hours=1)),
        ("P3D", NOON + timedelta(days=3)),
        ("P1W", NOON + timedelta(days=7)),
        ("P1DT2H30M", NOON + timedelta(days=1, hours=2, minutes=30)),
        ("P1M", NOON.replace(month=2, day=28)),
        ("P1Y", NOON.replace(year=2027)),
    ],
)
def test_a_duration_counts_from_the_arming(text, first):
    assert parse_timer("duration", text).first(NOON) == first


def test_a_date_is_a_moment_with_its_zone():
    timer = parse_timer("date", "2026-12-01T09:00:00+08:00")
    assert timer.first(NOON) == datetime(2026, 12, 1, 9, tzinfo=timezone(timedelta(hours=8)))
    assert parse_timer("date", "2026-12-01T09:00:00Z").times == 1


def test_a_repetition_says_how_often():
    timer = parse_timer("cycle", "R3/PT10H")
    assert (timer.times, timer.first(NOON), timer.after(NOON)) == (
        3,
        NOON + timedelta(hours=10),
        NOON + timedelta(hours=10),
    )
    assert parse_timer("cycle", "R/P1D").times == 0
    begun = parse_timer("cycle", "R2/2026-12-01T09:00:00Z/P1D")
    assert begun.first(NOON) == datetime(2026, 12, 1, 9, tzinfo=UTC)


def test_working_time_is_left_to_the_calendar_of_the_host():
    assert parse_timer("duration", "3wd").limit == (3, "wd")


@pytest.mark.parametrize(
    ("kind", "text"),
    [("duration", "P"), ("duration", "PT"), ("duration", "P1DT"), ("duration", "1H"), ("duration", ""), ("date", "tomorrow"),
     ("cycle", "PT1H"), ("cycle", "0 0 * * *"), ("cycle", "R3/"), ("cycle", "R3/x/P1D")],
)  # fmt: skip
def test_what_is_no_time_is_refused(kind, text):
    with pytest.raises(TimerError):
        parse_timer(kind, text)


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_is_refused(text):
    for kind in ("date", "duration", "cycle"):
        try:
            parse_timer(kind, text)
        except TimerError:
            continue
