"""What the figures were taken on, and how a figure is kept."""

import json
import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.json"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what, how much, in which unit, the goal in words, and whether it was met."""

    what: str
    value: float
    unit: str
    goal: str
    met: bool


def median_of(run: Callable[[], float], rounds: int = 5) -> float:
    """The median of some rounds of a run that gives its own figure."""
    return statistics.median(run() for _ in range(rounds))


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def facts() -> dict[str, object]:
    return {"python": platform.python_version(), "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}


def keep(figures: list[Figure]) -> list[str]:
    """Write the results; the warnings are for what became worse by a fifth since the last time."""
    old = {f["what"]: f for f in json.loads(RESULTS.read_text("utf-8"))["figures"]} if RESULTS.exists() else {}
    RESULTS.write_text(
        json.dumps({"machine": facts(), "figures": [asdict(f) for f in figures]}, ensure_ascii=False, indent=1) + "\n",
        "utf-8",
    )
    return [
        f"{f.what}: {old[f.what]['value']} → {f.value} {f.unit}"
        for f in figures
        if f.what in old and worse(old[f.what], f)
    ]


def worse(before: dict[str, object], now: Figure) -> bool:
    """A fifth worse: more for costs, less for rates."""
    then = float(str(before["value"]))
    return now.value < then * 0.8 if now.unit.endswith("/s") else now.value > then * 1.2
