"""docs/features.tsv tells the truth: what works is proved by a test that says so."""

from pathlib import Path

import pytest
from django.urls import NoReverseMatch, reverse

from tools.features import STATES, asked_for, marked, read

ROWS = read()
MARKS = marked()
CLAIMED = [row for row in ROWS if row.state != "planned"]


def test_every_feature_has_exactly_one_row(shared: Path) -> None:
    assert [row.id for row in ROWS] == asked_for()
    assert {row.state for row in ROWS} <= set(STATES)


@pytest.mark.parametrize("row", [row for row in ROWS if row.state == "works"], ids=lambda row: row.id)
def test_what_works_names_a_test_that_carries_its_mark(row) -> None:
    assert row.test in MARKS.get(row.id, []), f"no test {row.test or '(none)'} is marked {row.id}"


@pytest.mark.parametrize("row", CLAIMED, ids=lambda row: row.id)
def test_what_is_partial_says_what_is_missing_and_its_screen_exists(row) -> None:
    assert row.state == "works" or row.note
    assert not row.screen or is_known(row.screen)


def is_known(name: str) -> bool:
    """In the office or in the public zone."""
    return any(opens(name, urlconf) for urlconf in (None, "tests.public_urls"))


def opens(name: str, urlconf: str | None) -> bool:
    try:
        reverse(name, urlconf)
    except NoReverseMatch as error:
        return "arguments" in str(error)
    return True


def test_marks_name_features_that_exist() -> None:
    assert set(MARKS) - {row.id for row in ROWS} == set()
