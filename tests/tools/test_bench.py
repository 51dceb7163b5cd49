"""How the bench keeps its figures: what became worse by a fifth is named, whatever the figure counts."""

import json

import pytest

from bench import machine
from bench.machine import Figure


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setattr(machine, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(machine, "PAGE", tmp_path / "figures.md")
    machine.PAGE.write_text("# Figures\n\n## Notes\n\nAs somebody wrote them.\n", "utf-8")
    machine.keep([cost(10), rate(100)], whole=True)
    return machine.RESULTS


def cost(value):
    return Figure("a cost", value, "ms", "≤ 20 ms", value <= 20)


def rate(value):
    return Figure("a rate", value, "1/s", "≥ 50/s", value >= 50, more=True)


@pytest.mark.parametrize(
    ("now", "named"),
    [
        (cost(12), []),
        (cost(12.1), ["a cost: 10 → 12.1 ms"]),
        (cost(1), []),
        (rate(80), []),
        (rate(79), ["a rate: 100 → 79 1/s"]),
        (rate(900), []),
        (Figure("a new one", 7, "ms", "none", met=True), []),
    ],
)
def test_what_became_worse_by_a_fifth_is_named(kept, now, named):
    assert machine.keep([now], whole=False) == named


def test_a_part_keeps_the_figures_of_the_others_and_the_whole_replaces_them(kept):
    machine.keep([cost(11)], whole=False)
    assert [f["value"] for f in json.loads(kept.read_text("utf-8"))["figures"]] == [11, 100]
    machine.keep([cost(12)], whole=True)
    assert [f["value"] for f in json.loads(kept.read_text("utf-8"))["figures"]] == [12]


def test_the_page_names_the_machine_says_what_is_missed_and_keeps_the_notes(kept):
    machine.keep([cost(25)], whole=False)
    text = machine.PAGE.read_text("utf-8")
    assert "| a cost | 25 ms | ≤ 20 ms | **missed** |" in text
    assert "| a rate | 100 1/s | ≥ 50/s | met |" in text
    assert "Machine: processor " in text
    assert text.endswith("## Notes\n\nAs somebody wrote them.\n")
