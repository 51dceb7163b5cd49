"""Search over 1,000,000 short texts: words of two characters, frequent and rare, for viewers who see few, some and all."""

import random
import statistics
from collections.abc import Iterator
from datetime import timedelta

from django.db import connection

from bench.machine import Figure, seconds
from bench.office import county
from tongban.foundation.access.testing import allow
from tongban.foundation.search import api as search
from tongban.foundation.search.rules import fold, kind_word, tokens
from tongban.kernel.actor import Actor
from tongban.kernel.now import now

TEXTS, SOME, FEW = 1_000_000, 100_000, 300
QUERIES = 150  # for each viewer
CHARACTERS = [chr(0x4E00 + n) for n in range(0, 6000, 2)]


def figures() -> list[Figure]:
    chance = random.Random(9704)
    words = ["".join(chance.choices(CHARACTERS, k=2)) for _ in range(8_000)]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    _fill(_texts(chance, words, weights))
    _sight()
    asked = chance.choices(words, weights, k=QUERIES // 3) + chance.choices(words, k=QUERIES // 3)
    asked += ["".join(chance.choices(CHARACTERS, k=2)) for _ in range(QUERIES // 3)]
    times = [_time(viewer, word) for viewer in _viewers() for word in asked]
    p95 = statistics.quantiles(times, n=20)[-1]
    found = Figure("two-character search, 1,000,000 short texts, p95", round(p95, 1), "ms", "≤ 50 ms", p95 <= 50)
    return [found, Figure("the same, median", round(statistics.median(times), 1), "ms", "none", met=True)]


def _texts(chance: random.Random, words: list[str], weights: list[float]) -> Iterator[tuple[int, str]]:
    drawn = chance.choices(words, weights, k=TEXTS * 12)
    return ((n, "".join(drawn[n * 12 : n * 12 + 12])) for n in range(TEXTS))


def _fill(texts: Iterator[tuple[int, str]]) -> None:
    columns = "(subject_kind, subject_id, title, body, folded, tokens)"
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX search_words")
        with cursor.copy(f"COPY search_entry {columns} FROM STDIN") as copy:
            for n, text in texts:
                words = " ".join([kind_word("document"), *tokens(fold(text))])
                copy.write_row(("document", 20_000_000 + n, text, "", text, words))
        cursor.execute("CREATE INDEX search_words ON search_entry USING gin (words)")
        cursor.execute("ANALYZE search_entry")


def _sight() -> None:
    """Everything for the one who sees all, a tenth for one unit, a handful for one person; and each for its own drafter."""
    drafter, office = county().people["drafter"].pk, county().office.pk
    parts = [("'*'", TEXTS, 1), (f"'u{office}'", TEXTS, TEXTS // SOME), (f"'p{drafter}'", TEXTS, TEXTS // FEW)]
    with connection.cursor() as cursor:
        for key, top, step in [*parts, ("'p' || (5000000 + n %% 40000)", TEXTS, 1)]:
            cursor.execute(
                "INSERT INTO access_visibility (key, subject_kind, subject_id, sort_at)"
                f" SELECT {key}, 'document', 20000000 + n, now() - (%s - n) * interval '1 second'"
                " FROM generate_series(0, %s - 1, %s) n",
                [top, top, step],
            )
        cursor.execute("ANALYZE access_visibility")


def _viewers() -> list[Actor]:
    """One who sees few, one who sees his unit's, one who sees everything."""
    people = county().people
    allow(people["registrar"], "documents.see_unit", over=county().office)
    allow(people["leader"], "documents.see_unit")
    return [county().actor(part, at=now() + timedelta(seconds=1)) for part in ("drafter", "registrar", "leader")]


def _time(viewer: Actor, word: str) -> float:
    at = now() + timedelta(seconds=1)
    return seconds(lambda: search.find_kind("document", word, viewer=viewer, at=at, limit=20)) * 1000
