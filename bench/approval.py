"""A full approval (permission, audit, inbox, history) beside the hand-written floor of the engine benchmark, in one run."""

import os
import statistics
import sys
from pathlib import Path

from bench.machine import Figure, seconds
from bench.office import county
from tongban.business.documents.testing import make_draft, step
from tongban.engines.flow import api as flow
from tongban.kernel.testing import MONDAY

ROUNDS, EACH = 5, 20


def figures() -> list[Figure]:
    ratios, own = [], []
    for number in range(ROUNDS):
        mine, floor = approvals(number), floor_steps()
        own.append(mine)
        ratios.append(mine / floor)
    ratio = round(statistics.median(ratios), 2)
    cost = Figure("a full approval", round(statistics.median(own) * 1000, 2), "ms", "none, for comparison", True)
    return [cost, Figure("a full approval / the floor", ratio, "×", "≤ 8", ratio <= 8)]


def approvals(number: int) -> float:
    """The median of approvals by the head of the section, by the operation that the screen calls."""
    made = [make_draft(county(), title=f"关于第{number}轮第{i}项工作的通知") for i in range(EACH)]
    for document in made:
        step(county(), document, "drafter", opinion="请审核。")
    works = [flow.open_work(document.reference, "review") for document in made]
    head = county().actor("head")
    return statistics.median(
        seconds(lambda work=work: flow.complete(work=work, actor=head, at=MONDAY, opinion="同意。")) for work in works
    )


def floor_steps() -> float:
    """The median step of raw_pg, unmodified, read where it lies."""
    folder = Path(os.environ["TONGBAN_SHARED"]) / "bench/engines"
    os.environ["BENCH_PG"] = "host=127.0.0.1 port=5432 user=postgres dbname=tongban_bench"
    sys.path.insert(0, str(folder))
    try:
        import common  # noqa: PLC0415 - of the benchmark that is compared with
        import eng_raw  # noqa: PLC0415

        result = common.workload(eng_raw.Engine("raw_pg", "fawen", 1024), EACH)
    finally:
        sys.path.remove(str(folder))
    return statistics.median(result["lat_ms"]) / 1000
