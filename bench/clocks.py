"""The sweep of the clocks: 1,000,000 run, 13 are due. What PostgreSQL takes to find them, and by which plan."""

import statistics
from typing import Any

from django.db import connection

from bench.machine import Figure, seconds
from tongban.foundation.clocks.queries.clocks import due_clocks
from tongban.foundation.clocks.testing import make_many_clocks
from tongban.kernel.now import now

RUNNING, DUE = 1_000_000, 13
ASKED, BATCH = 200, 200  # times it is asked; clocks of one batch of the sweep


def figures() -> list[Figure]:
    at = now()
    make_many_clocks(running=RUNNING, due=DUE, at=at)
    assert len(due_clocks(at, limit=BATCH)) == DUE
    plan = explained(at)
    print("\n".join(f"    {line}" for line in plan))
    assert any("clocks_due" in line for line in plan), "the sweep reads more than what is due"
    executed = statistics.median(_milliseconds(explained(at)) for _ in range(ASKED))
    whole = statistics.median(seconds(lambda: due_clocks(at, limit=BATCH)) for _ in range(ASKED)) * 1000
    what = f"sweep of {RUNNING:,} running clocks, {DUE} due"
    return [
        Figure(f"{what}: SQL in the server", round(executed, 3), "ms", "≤ 1 ms", executed <= 1),
        Figure(f"{what}: the query as the sweep asks it", round(whole, 2), "ms", "none", met=True),
    ]


def explained(at: Any) -> list[str]:
    """The plan of the sweep's own statement, with the time that it took."""
    said: list[tuple[str, Any]] = []

    def listen(execute: Any, text: str, params: Any, *more: Any) -> Any:
        said.append((text, params))
        return execute(text, params, *more)

    with connection.execute_wrapper(listen):
        due_clocks(at, limit=BATCH)
    [(text, params)] = said
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {text}", params)
        return [line for (line,) in cursor.fetchall()]


def _milliseconds(plan: list[str]) -> float:
    return float(plan[-1].split()[2])  # Execution Time: 0.158 ms
