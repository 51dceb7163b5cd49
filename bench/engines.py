"""Our engine beside the hand-written floor and SpiffWorkflow, in one run: step, growth, four clients, bytes on disk; and on SQLite.

The others are the scripts of ../shared/bench/engines, run where they lie. SpiffWorkflow is no dependency: BENCH_SPIFF names a Python
that has it (`python -m venv x; x/bin/pip install SpiffWorkflow psycopg[binary]`). Each engine runs in a fresh process, each round has all
of them, and a ratio is the median of the rounds' ratios.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

from bench.machine import Figure

ROUNDS, EACH, PAYLOAD = 3, 30, 1024
CLIENTS = 4
FLOOR, OURS, SPIFF, PLAIN = "raw_pg", "ours_pg", "spiff_spec", "dj_raw_pg"
LITE_FLOOR, LITE_OURS = "raw_sqlite_full", "ours_sqlite_full"
TABLES = {
    OURS: ("flow_instance", "flow_work", "flow_token", "flow_history"),
    FLOOR: ("raw_pg_inst", "raw_pg_task", "raw_pg_event"),
}
Run = dict[str, Any]


def figures() -> Iterator[Figure]:
    for part in (step_figures, growth_figures, bytes_figures, client_figures, lite_figures):
        yield from part()


def step_figures() -> list[Figure]:
    engines = [FLOOR, OURS, PLAIN, *([SPIFF] if spiff() else [])]
    if not spiff():
        print("SpiffWorkflow is not installed: BENCH_SPIFF names a Python that has it. Its figures are left out.")
    rounds = [{name: p50(run(name)) for name in engines} for _ in range(ROUNDS)]
    ours, plain = ratio(rounds, OURS, FLOOR), ratio(rounds, PLAIN, FLOOR)
    found = [
        absolute(rounds, FLOOR, "fawen step, hand-written SQL"),
        absolute(rounds, OURS, "fawen step, our engine"),
        Figure("fawen step, our engine / the floor", ours, "×", "≤ 2.0", ours <= 2.0),
        Figure("fawen step, the floor's SQL through Django / the floor", plain, "×", "none, for comparison", met=True),
    ]
    if spiff():
        beside = ratio(rounds, OURS, SPIFF)
        found += [
            absolute(rounds, SPIFF, "fawen step, SpiffWorkflow's best case"),
            Figure("fawen step, our engine / SpiffWorkflow's best case", beside, "×", "< 1", beside < 1),
        ]
    return found


def growth_figures() -> list[Figure]:
    """A chain of user tasks: what a step costs among 200 and among 10."""
    grown = []
    for _ in range(ROUNDS):
        grown.append({"chain10": p50(run(OURS, "chain10", 20)), "chain200": p50(run(OURS, "chain200", 2))})
    value = ratio(grown, "chain200", "chain10")
    return [Figure("a step among 200 user tasks / among 10", value, "×", "≤ 1.2", value <= 1.2)]


def client_figures() -> list[Figure]:
    rounds = [{name: rate(together(name)) for name in (OURS, FLOOR)} for _ in range(ROUNDS)]
    share = ratio(rounds, OURS, FLOOR)
    what = f"engine steps / steps of the floor, {CLIENTS} clients at once"
    return [Figure(what, share, "×", "≥ 0.45", share >= 0.45, more=True)]


def bytes_figures() -> list[Figure]:
    """Live bytes of a finished instance, indexes included, after the tables were rewritten."""
    each = {name: _bytes(name) for name in (OURS, FLOOR)}
    share = round(each[OURS] / each[FLOOR], 2)
    return [
        Figure("bytes of a finished fawen on disk", round(each[OURS]), "B", "none, for comparison", met=True),
        Figure("the same / the floor's", share, "×", "≤ 1.5", share <= 1.5),
    ]


def lite_figures() -> list[Figure]:
    """SQLite with fsync at each commit on both sides; Tongban's own default is one fsync at a checkpoint (WAL, NORMAL)."""
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity=0"], check=True, env=lite())
    rounds = [
        {
            LITE_OURS: p50(run(LITE_OURS, env=lite())),
            LITE_FLOOR: p50(run(LITE_FLOOR)),
            "own": p50(run("ours", env=lite())),
        }
        for _ in range(ROUNDS)
    ]
    value = ratio(rounds, LITE_OURS, LITE_FLOOR)
    return [
        absolute(rounds, LITE_FLOOR, "fawen step on SQLite, hand-written SQL, fsync"),
        absolute(rounds, "own", "fawen step on SQLite, our engine as it ships"),
        Figure("fawen step on SQLite, fsync, our engine / the hand-written SQL", value, "×", "≤ 3.0", value <= 3.0),
    ]


def absolute(rounds: Sequence[dict[str, float]], name: str, what: str) -> Figure:
    value = statistics.median(one[name] for one in rounds)
    return Figure(what, round(value, 2), "ms", "none, for comparison", met=True)


def ratio(rounds: Sequence[dict[str, float]], above: str, below: str) -> float:
    return round(statistics.median(one[above] / one[below] for one in rounds), 2)


def p50(found: Run) -> float:
    return statistics.median(found["lat_ms"])


def rate(clients: Iterable[Run]) -> float:
    """Steps a second of all clients together, from the time that each spent in its own steps."""
    return sum(len(one["lat_ms"]) * 1000 / sum(one["lat_ms"]) for one in clients)


def run(name: str, model: str = "fawen", instances: int = EACH, *, env: dict[str, str] | None = None) -> Run:
    return _result(_begin(name, model, instances, env))


def together(name: str) -> list[Run]:
    return [_result(one) for one in [_begin(name, "fawen", EACH, None) for _ in range(CLIENTS)]]


def _begin(name: str, model: str, instances: int, env: dict[str, str] | None) -> "subprocess.Popen[str]":
    wanted = [name, model, str(instances), str(PAYLOAD)]
    script = str(Path(os.environ["TONGBAN_SHARED"]) / "bench/engines/bench_one.py")
    own = [sys.executable, "-m", "bench.own_engine"]
    command = own if name.startswith("ours") else [spiff() if name == SPIFF else sys.executable, script]
    return subprocess.Popen([*command, *wanted], stdout=subprocess.PIPE, text=True, env=env or os.environ.copy())


def _result(process: "subprocess.Popen[str]") -> Run:
    lines = [line for line in process.communicate()[0].splitlines() if line.startswith("{")]
    return dict(json.loads(lines[-1]))


@cache
def spiff() -> str:
    """A Python that has SpiffWorkflow, "" when none is known."""
    python = os.environ.get("BENCH_SPIFF", sys.executable)
    asked = subprocess.run([python, "-c", "import SpiffWorkflow, psycopg"], capture_output=True, check=False)
    return "" if asked.returncode else python


def lite() -> dict[str, str]:
    """The environment of our engine on a SQLite database of its own."""
    home = Path(os.environ["TONGBAN_HOME"]) / "lite"
    home.mkdir(exist_ok=True)
    return {**{k: v for k, v in os.environ.items() if k != "DATABASE_URL"}, "TONGBAN_HOME": str(home)}


def _bytes(name: str) -> float:
    before = _rewritten(TABLES[name])
    made = run(name, instances=100)["instances"]
    return (_rewritten(TABLES[name]) - before) / made


def _rewritten(tables: Sequence[str]) -> float:
    """Bytes of these tables once nothing dead is in them."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"VACUUM FULL {table}")
        cursor.execute("SELECT sum(pg_total_relation_size(t::regclass)) FROM unnest(%s::text[]) AS t", [list(tables)])
        return float(cursor.fetchone()[0])
