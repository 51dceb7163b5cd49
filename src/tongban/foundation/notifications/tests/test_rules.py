"""Short messages as the networks know them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.foundation.notifications.rules import MOST_ATTEMPTS, mobile_of, parts_of, pause_before, units


@pytest.mark.parametrize(
    "text", ["13812340626", "138 1234 0626", "+86 138-1234-0626", "8613812340626", "１３８１２３４０６２６"]
)
def test_a_mobile_number_is_known_however_it_is_written(text):
    assert mobile_of(text) == "13812340626"


@pytest.mark.parametrize("text", ["", "1381234062", "12812340626", "0715-5331234", "138123406266"])
def test_anything_else_is_no_mobile_number(text):
    assert mobile_of(text) == ""


def test_seventy_characters_are_one_message_and_one_more_makes_two():
    assert parts_of("字" * 70) == ["字" * 70]
    assert [len(part) for part in parts_of("字" * 71)] == [67, 4]


@given(st.text(max_size=400))
def test_parts_together_are_the_text_and_none_is_too_long(text):
    parts = parts_of(text)
    assert "".join(parts) == text
    assert all(units(part) <= (70 if len(parts) == 1 else 67) for part in parts)


def test_pauses_grow_and_end():
    assert pause_before(1) is None
    assert [pause_before(n) for n in (2, 3)] == [timedelta(minutes=1), timedelta(minutes=4)]
    assert pause_before(MOST_ATTEMPTS) == timedelta(minutes=256)
    assert pause_before(MOST_ATTEMPTS + 1) is None
