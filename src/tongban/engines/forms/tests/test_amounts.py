"""Amounts in formal characters can be read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.engines.forms.rules.amounts import DIGITS, amount_in_words


def fen_of(words):
    """What a reader understands: the reverse of amount_in_words."""
    words = words.removeprefix("人民币").removesuffix("整").replace("零", "")
    yuan, _, rest = words.partition("元") if "元" in words else ("", "", words)
    total = 0
    for power, mark in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")):
        group, found, after = yuan.partition(mark)
        if found and not (mark == "亿" and "万" in group):
            total, yuan = total + _group(group) * power, after
    total += _group(yuan)
    jiao, found, fen = rest.partition("角") if "角" in rest else ("", "", rest)
    return total * 100 + _group(jiao) * 10 + _group(fen.removesuffix("分"))


def _group(words):
    total, digit = 0, 0
    for character in words:
        if character in DIGITS:
            digit = DIGITS.index(character)
        else:
            total, digit = total + digit * {"仟": 1000, "佰": 100, "拾": 10}[character], 0
    return total + digit


@given(st.integers(0, 10**14 - 1))
def test_an_amount_in_words_can_be_read_back(fen):
    assert fen_of(amount_in_words(fen)) == fen


@given(st.integers(0, 10**16))
def test_an_amount_in_words_never_says_zero_twice_or_at_the_end(fen):
    words = amount_in_words(fen)
    assert "零零" not in words
    assert not words.removesuffix("整").removesuffix("元").endswith("零") or fen == 0


@pytest.mark.parametrize(
    ("fen", "words"),
    [(0, "零元整"), (5, "伍分"), (50, "伍角整"), (105, "壹元零伍分"), (123450, "壹仟贰佰叁拾肆元伍角整"),
     (1_010_000, "壹万零壹佰元整"), (10_000_000_500, "壹亿零伍元整"), (100_050_000_000, "壹拾亿零伍拾万元整")],
)  # fmt: skip
def test_known_amounts(fen, words):
    assert amount_in_words(fen) == f"人民币{words}"
