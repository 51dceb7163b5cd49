"""22 lines of 28 characters fill the 156 × 225 mm of the text area (GB/T 9704-2012, 5.2)."""

from collections import defaultdict
from itertools import pairwise
from statistics import median

import pytest

from tongban.lib.gongwen.layout.typeset import typeset
from tongban.lib.gongwen.model import Paragraph
from tongban.lib.gongwen.testing import AT, Character, characters, fonts, notice

CELL = 156 / 28
PITCH = (225 - 16 / 72 * 25.4) / 21


@pytest.fixture(scope="module")
def full_page() -> dict[float, list[Character]]:
    words = "山水林田湖草沙一体保护系统治理" * 60
    result = typeset(notice(body=(Paragraph(text=words),)), fonts=fonts(), at=AT)
    rows = defaultdict(list)
    for character in characters(result.pdf):
        if character.page == 2 and round(character.size) == 16:
            rows[round(character.y, 2)].append(character)
    return rows


def test_a_full_page_has_22_lines(full_page):
    assert len(full_page) == 22


def test_a_full_line_has_28_characters(full_page):
    assert {len(row) for row in full_page.values()} == {28}


def test_lines_stand_at_equal_distances_and_fill_the_height(full_page):
    baselines = sorted(full_page)
    assert [after - before for before, after in pairwise(baselines)] == pytest.approx([PITCH] * 21, abs=0.02)
    assert baselines[0] - 0.88 * 16 / 72 * 25.4 == pytest.approx(37, abs=0.1)
    assert baselines[-1] + 0.12 * 16 / 72 * 25.4 == pytest.approx(262, abs=0.1)


def test_characters_stand_on_the_28_columns(full_page):
    for row in full_page.values():
        xs = [character.x for character in row]
        assert xs[0] == pytest.approx(28, abs=0.1)
        assert xs[-1] == pytest.approx(28 + 27 * CELL, abs=0.2)
        assert median(after - before for before, after in pairwise(xs)) == pytest.approx(CELL, abs=0.01)


def test_digits_take_half_a_cell():
    result = typeset(notice(body=(Paragraph(text="共1234567890个。"),)), fonts=fonts(), at=AT)
    drawn = characters(result.pdf)
    line = next(c.y for c in drawn if c.text == "共")
    digits = [c.x for c in drawn if c.text in "1234567890" and c.page == 1 and abs(c.y - line) < 0.1]
    steps = [after - before for before, after in pairwise(digits)]
    assert steps == pytest.approx([CELL / 2] * 9, abs=0.1)


def test_paragraphs_begin_two_cells_in():
    result = typeset(notice(body=(Paragraph(text="甲乙丙丁"),)), fonts=fonts(), at=AT)
    first = next(c for c in characters(result.pdf) if c.text == "甲")
    assert first.x == pytest.approx(28 + 2 * CELL, abs=0.1)
