"""Divide a title into centred lines: words whole, in a trapezoid or a lozenge (GB/T 9704-2012, 7.3.1).

There is no dictionary of the language here, only the words that titles of official documents are made of
(``layout/words.py``). A break by hand always wins.
"""

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import pairwise

from tongban.lib.gongwen.layout.words import WORDS

# 156 mm hold twenty characters of 22 pt.
MAX_LINE = 20
_NEVER = 1000.0
_NO_LINE_START = set("的、，。；：！？）》”’〕】等")
_NO_LINE_END = set("（《“‘〔【")
_MAX_PLACES = 24


def break_title(title: str, *, issuers: Sequence[str], kind: str) -> list[str]:
    """The lines of a title; lines divided by hand (``\\n``) stay as they are."""
    if not title:
        return []
    if "\n" in title:
        return [line for line in title.split("\n") if line]
    if width(title) <= MAX_LINE and not _has_issuer(title, issuers):
        return [title]
    return list(_broken(title, tuple(issuers), kind))


def width(text: str) -> float:
    """Width in characters: a Latin letter or digit counts a half."""
    return sum(0.5 if character.isascii() else 1 for character in text)


def _has_issuer(title: str, issuers: Sequence[str]) -> bool:
    """A title that opens with its issuer is divided after it, once it is longer than a short line."""
    return width(title) > 16 and any(title.startswith(f"{issuer}关于") for issuer in issuers)


@lru_cache(maxsize=256)
def _broken(title: str, issuers: tuple[str, ...], kind: str) -> tuple[str, ...]:
    places = _places(title, issuers, kind)
    fewest = max(2, -int(-width(title) // MAX_LINE))
    scored = [division for count in (fewest, fewest + 1) for division in _divisions(title, places, count)]
    return min(scored)[1] if scored else _chopped(title)


def _divisions(title: str, places: dict[int, float], lines: int) -> Iterator[tuple[float, tuple[str, ...]]]:
    for breaks in _breaks(title, sorted(places), lines):
        parts = tuple(title[start:end] for start, end in pairwise((0, *breaks, len(title))))
        yield sum(places[place] for place in breaks) + shape([width(part) for part in parts]), parts


def _breaks(title: str, places: Sequence[int], lines: int, start: int = 0) -> Iterator[tuple[int, ...]]:
    """Every way to divide the title from `start` into so many lines, none wider than the page.

    What cannot fit any more is not followed: a title of two hundred characters has millions of divisions, and few that fit.
    """
    if width(title[start:]) > lines * MAX_LINE:
        return
    if lines == 1:
        yield ()
        return
    for place in places:
        if place > start and width(title[start:place]) <= MAX_LINE:
            yield from ((place, *rest) for rest in _breaks(title, places, lines - 1, place))


def shape(widths: Sequence[float]) -> float:
    """How far the lines are from a trapezoid or lozenge; 0 is fine. More lines cost more."""
    steps = [after - before for before, after in pairwise(widths)]
    waisted = any(one < 0 < two for one, two in pairwise(steps))
    level = sum(abs(step) < 2 for step in steps)
    uneven = max(0.0, 0.4 - min(widths) / max(widths)) * 10
    return 3.0 * len(widths) + 8 * waisted + 3 * level + uneven + 12 * (widths[-1] < 4)


def _places(title: str, issuers: Sequence[str], kind: str) -> dict[int, float]:
    """The positions where a line may end, with what a break costs there."""
    costs = _costs(title, issuers, kind)
    allowed = {place: cost for place, cost in enumerate(costs) if place > 0 and cost < _NEVER}
    cheapest = sorted(allowed, key=lambda place: allowed[place])[:_MAX_PLACES]
    return {place: allowed[place] for place in cheapest}


def _costs(title: str, issuers: Sequence[str], kind: str) -> list[float]:
    costs = _word_costs(title, WORDS.union(issuers))
    for match in re.finditer("《[^》]*》", title):
        for place in range(match.start() + 1, match.end()):
            costs[place] += 5
    for place in _after_issuers(title, issuers):
        costs[place] = -8
    if kind and title.endswith(f"的{kind}"):
        for place in range(len(title) - len(kind) - 1, len(title)):
            costs[place] = _NEVER
    for place in range(1, len(title)):
        if title[place] in _NO_LINE_START or title[place - 1] in _NO_LINE_END or title[place - 1 : place + 1].isascii():
            costs[place] = _NEVER
    return costs


def _after_issuers(title: str, issuers: Sequence[str]) -> Iterator[int]:
    place = 0
    for issuer in issuers:
        if title.startswith(issuer, place):
            place += len(issuer)
            yield place


def _word_costs(title: str, words: Set[str]) -> list[float]:
    """0 between two known words, 3 beside an unknown character, never inside a word; long words first."""
    inside = [False] * len(title)
    known = [False] * len(title)
    for start, end in _matches(title, words):
        for place in range(start, end):
            known[place] = True
            inside[place] = place > start
    costs = [0.0] * len(title)
    for place in range(1, len(title)):
        loose = (not known[place - 1]) + (not known[place])
        costs[place] = _NEVER if inside[place] else 2.5 * loose
    return costs


def _matches(title: str, words: Set[str]) -> Iterator[tuple[int, int]]:
    """The words of a title by longest match from the left."""
    longest = max(map(len, words))
    place = 0
    while place < len(title):
        sizes = range(min(longest, len(title) - place), 0, -1)
        size = next((n for n in sizes if title[place : place + n] in words), 0)
        if size:
            yield place, place + size
        place += size or 1


def _chopped(title: str) -> tuple[str, ...]:
    """A title that no division fits (a very long unbroken word) is cut at the width of the page."""
    return tuple(title[start : start + MAX_LINE] for start in range(0, len(title), MAX_LINE))
