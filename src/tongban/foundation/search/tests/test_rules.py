"""Words without a dictionary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.foundation.search.rules import fold, marked, snippet, terms, tokens, wanted

CHINESE = st.text(alphabet="优化营商环境的若干措施", min_size=1, max_size=12)
ANYTHING = st.text(max_size=60)


def test_two_neighbouring_characters_are_a_word():
    assert tokens("营商环境") == ["营商", "商环", "环境", "境"]


def test_letters_and_digits_are_words_as_they_stand():
    assert tokens(fold("临政发〔2026〕１２号GB/T9704")) == ["临政", "政发", "发", "2026", "12", "号", "gb", "t9704"]


def test_signs_part_words_and_all_parts_are_asked_for():
    assert terms("临政发〔2026〕12号，通知") == ["临政发", "2026", "12", "号", "通知"]


def test_a_query_of_signs_asks_for_nothing():
    assert terms("《》\"*-- %_\\ '") == []


@pytest.mark.parametrize(
    ("typed", "kept"), [("ＡＢＣ１２３", "abc123"), ("GB", "gb"), ("İ", "İ"), ("，（）", "，（）")]
)
def test_texts_are_compared_in_one_case_and_width(typed, kept):
    assert fold(typed) == kept


@given(ANYTHING)
def test_folding_keeps_every_character_in_its_place(text):
    assert len(fold(text)) == len(text)


@given(CHINESE, CHINESE, CHINESE)
def test_whatever_stands_in_a_text_is_among_its_words(before, term, after):
    words, beginning = wanted(term)
    kept = tokens(before + term + after)
    assert set(words) <= set(kept)
    assert any(word.startswith(beginning) for word in kept)


@given(ANYTHING, st.lists(CHINESE, max_size=3))
def test_marking_loses_and_adds_nothing(text, words):
    assert "".join(piece for piece, _ in marked(text, words)) == text


def test_what_was_looked_for_is_marked_in_the_text():
    assert marked("优化营商环境", ["营商"]) == (("优化", False), ("营商", True), ("环境", False))


def test_a_snippet_shows_the_place_of_the_word():
    text = "甲" * 100 + "营商环境" + "乙" * 100
    shown = snippet(text, ["营商"])
    assert "营商环境" in shown.strip("…")
    assert len(shown) < 70


def test_no_snippet_where_the_word_is_in_the_title_alone():
    assert snippet("正文", ["营商"]) == ""
