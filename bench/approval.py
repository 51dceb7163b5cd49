"""A full approval (permission, audit, inbox, history) beside the hand-written floor of the engine benchmark, in one run."""

import os
import statistics
import sys
from pathlib import Path

from bench.machine import Figure, seconds
from bench.office import county
from tongban.business.documents.testing import make_draft, step
from tongban.engines.flow import api as flow
from tongban.kernel.actor import Actor
from tongban.kernel.testing import MONDAY

ROUNDS, EACH = 5, 40
WARM = 8  # approvals before the first that counts, as the floor has its own


def figures() -> list[Figure]:
    approvals(WARM)
    rounds = [(statistics.median(approvals(EACH)), statistics.median(floor_steps())) for _ in range(ROUNDS)]
    own, floor = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = round(statistics.median(mine / theirs for mine, theirs in rounds), 2)
    return [
        Figure("a full approval", round(own * 1000, 2), "ms", "none, for comparison", True),
        Figure("a step of the hand-written floor", round(floor * 1000, 2), "ms", "none, for comparison", True),
        Figure("a full approval / the floor", ratio, "×", "≤ 8, later ≤ 5", ratio <= 8),
    ]


def approvals(count: int) -> list[float]:
    """Seconds of approvals by the head of the section, by the operation that the screen calls."""
    head = county().actor("head")
    return [approve(work, head) for work in at_review(count)]


def at_review(count: int) -> list[flow.Work]:
    """The open steps of so many new documents, on the desk of the head."""
    made = [make_draft(county(), title=f"关于做好第{number}项工作的通知") for number in range(count)]
    for document in made:
        step(county(), document, "drafter", opinion="请审核。")
    return [flow.open_work(document.reference, "review") for document in made]


def approve(work: flow.Work, actor: Actor) -> float:
    """How many seconds it took."""
    return seconds(lambda: flow.complete(work=work, actor=actor, at=MONDAY, opinion="同意。"))


def floor_steps() -> list[float]:
    """Seconds of the steps of raw_pg, unmodified, read where it lies."""
    folder = Path(os.environ["TONGBAN_SHARED"]) / "bench/engines"
    sys.path.insert(0, str(folder))
    try:
        import common  # noqa: PLC0415 - of the benchmark that is compared with
        import eng_raw  # noqa: PLC0415

        return [ms / 1000 for ms in common.workload(eng_raw.Engine("raw_pg", "fawen", 1024), EACH)["lat_ms"]]
    finally:
        sys.path.remove(str(folder))
