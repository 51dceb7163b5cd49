"""The shape of numbers and the finding of gaps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.foundation.numbering import rules


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("{word}〔{year}〕{serial}号", "临政办发〔2026〕17号"),
        ("{word}{year}{serial:5}", "临政办发202600017"),
        ("{word}第{serial}号", "临政办发第17号"),
    ],
)
def test_a_number_is_printed_after_its_pattern(pattern, text):
    assert rules.text_of(pattern, word="临政办发", year=2026, serial=17) == text


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("{word}〔{year}〕号", "{serial}"),
        ("{word}{serial}", "{year}"),
        ("{word}〔{year}〕{serial}{other}", "只能使用"),
        ("{word}〔{year}〕{serial.__class__}", "只能使用"),
        ("{word}[{year}]{serial}号", "六角括号"),
        ("{word}〔{year}〕第{serial}号", "六角括号"),
        ("{word}〔{year}〕{serial:3}号", "六角括号"),
        ("号" * 61, "60"),
    ],
)
def test_an_official_pattern_that_breaks_the_standard_is_named(pattern, fault):
    assert fault in rules.pattern_fault(pattern, yearly=True, official=True)


def test_the_standard_pattern_has_no_fault():
    assert rules.pattern_fault(rules.OFFICIAL_PATTERN, yearly=True, official=True) == ""
    assert rules.pattern_fault("{word}{year}{serial:6}", yearly=True, official=False) == ""


def test_only_a_yearly_number_shows_its_year():
    assert rules.pattern_fault("{word}{serial}", yearly=False, official=False) == ""
    assert rules.pattern_fault("{word}{year}{serial}", yearly=False, official=False) == rules.COUNTING_FAULT


@pytest.mark.parametrize("word", ["", "临政 发", "临政〔发", "临政2", "字" * 21])
def test_a_word_that_would_spoil_the_number_is_refused(word):
    assert rules.word_fault(word)


def test_a_common_word_is_fine():
    assert rules.word_fault("临政办函") == ""


@given(st.sets(st.integers(1, 60)), st.integers(1, 80))
def test_gaps_and_serials_together_are_the_whole_run(serials, longer):
    before = max(serials, default=0) + longer
    missing = {n for first, last in rules.gaps(sorted(serials), before=before) for n in range(first, last + 1)}
    assert missing | serials == set(range(1, before))
    assert not missing & serials
