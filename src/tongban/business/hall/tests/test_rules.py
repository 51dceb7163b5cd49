"""Receipt numbers, search words, wrong codes, a look at pictures: pure."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from tongban.business.hall.contracts import BLURRED, DARK, FULL, SMALL
from tongban.business.hall.rules import limits, receipts, words
from tongban.business.hall.rules.pictures import verdict

DAY = date(2026, 11, 18)


@given(serial=st.integers(1, 99_999), place=st.integers(2, 14), other=st.integers(1, 9))
def test_one_digit_typed_wrongly_is_found(serial, place, other):
    number = receipts.receipt(DAY, serial)
    wrong = number[:place] + str((int(number[place]) + other) % 10) + number[place + 1 :]
    assert receipts.looks_right(number)
    assert not receipts.looks_right(wrong)


def test_a_receipt_number_holds_the_day_and_the_running_number():
    assert receipts.receipt(DAY, 12).startswith("WS2026111800012")


@pytest.mark.parametrize("typed", [" ws20261118 00012-7 ", "ＷＳ２０２６１１１８０００１２７"])
def test_a_number_is_read_however_it_is_typed(typed):
    assert receipts.clean_number(typed) == "WS20261118000127"


def test_a_code_is_read_in_groups_and_typed_back():
    assert receipts.clean_code(receipts.spoken_code("12345678")) == "12345678"


def test_everyday_words_are_kept_with_the_official_ones():
    text = words.item_words(["食品经营许可新办"])
    assert "饭馆" in text
    assert "结婚" not in text


def test_a_query_is_cut_into_pairs_without_idle_words():
    assert words.pairs("我想开饭馆") == ["开饭", "饭馆"]
    assert words.pairs("怎么办理") == ["怎么", "么办", "办理"], "idle words alone are asked for as they stand"
    assert words.pairs("  ") == []
    assert len(words.pairs("字" * 5 + "".join(map(chr, range(0x4E00, 0x4E80))))) <= words.MOST_PAIRS


def test_a_window_of_wrong_codes_ends_by_itself():
    at = datetime(2026, 11, 18, 9, tzinfo=UTC)
    assert limits.waits_until(wrong=5, first_at=at, most=5, at=at) == at + limits.WINDOW
    assert limits.waits_until(wrong=4, first_at=at, most=5, at=at) is None
    assert limits.waits_until(wrong=9, first_at=at, most=5, at=at + timedelta(minutes=15)) is None


def drawn(ground, size=(1200, 1600), *, lines=True):
    """A sheet of print as a photograph."""
    picture = Image.new("RGB", size, (ground,) * 3)
    if lines:
        pen = ImageDraw.Draw(picture)
        for y in range(20, size[1], 24):
            for x in range(20, size[0] - 40, 18):
                pen.rectangle((x, y, x + 10, y + 14), fill=(max(0, ground - 180),) * 3)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    out.seek(0)
    return out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (drawn(240), FULL), (drawn(20), DARK), (drawn(240, lines=False), BLURRED), (drawn(240, (200, 280)), SMALL),
        (io.BytesIO(b"%PDF-1.7"), FULL), (io.BytesIO(b"\xff\xd8\xff broken"), FULL),
    ],
    ids=["clear", "dark", "blurred", "small", "no picture", "broken"],
)  # fmt: skip
def test_a_photograph_is_looked_at_and_what_cannot_be_read_is_let_pass(content, said):
    assert verdict(content) == said
