"""What the figures were taken on, and how a figure is kept."""

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.json"
PAGE = HERE.parent / "docs/reference/figures.md"
NOTES = "## Notes"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what, how much, in which unit, the goal in words, and whether it was met. `more`: more of it is better."""

    what: str
    value: float
    unit: str
    goal: str
    met: bool
    more: bool = False


def median_of(run: Callable[[], float], rounds: int = 5) -> float:
    """The median of some rounds of a run that gives its own figure."""
    return statistics.median(run() for _ in range(rounds))


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def facts() -> dict[str, object]:
    """The machine, in the words of its own files."""
    memory = int(_line("/proc/meminfo", "MemTotal").split()[0])
    return {
        "processor": _line("/proc/cpuinfo", "model name"), "cores": os.cpu_count(), "memory": f"{memory / 2**20:.0f} GiB",
        "python": platform.python_version(), "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip


def _line(file: str, name: str) -> str:
    lines = Path(file).read_text("utf-8").splitlines() if Path(file).exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "0 unknown")


def keep(figures: list[Figure], *, whole: bool) -> list[str]:
    """Write the results, and the page of docs; the warnings are for what became worse by a fifth since the last time.

    Not the `whole` bench: figures that were not taken this time stay.
    """
    old = {f["what"]: f for f in json.loads(RESULTS.read_text("utf-8"))["figures"]} if RESULTS.exists() else {}
    kept = {**({} if whole else old), **{f.what: asdict(f) for f in figures}}
    results = {"machine": facts(), "figures": list(kept.values())}
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", "utf-8")
    PAGE.write_text(page(results, PAGE.read_text("utf-8").partition(NOTES)[2]), "utf-8")
    return [
        f"{f.what}: {old[f.what]['value']} → {f.value} {f.unit}"
        for f in figures
        if f.what in old and worse(float(old[f.what]["value"]), f)
    ]


def worse(before: float, now: Figure) -> bool:
    """A fifth worse: more for costs, less for rates."""
    return now.value < before * 0.8 if now.more else now.value > before * 1.2


def page(results: Mapping[str, object], notes: str) -> str:
    """docs/reference/figures.md: the table made anew, the notes as somebody wrote them."""
    machine, figures = results["machine"], results["figures"]
    assert isinstance(machine, dict)
    assert isinstance(figures, list)
    on = ", ".join(f"{name} {value}" for name, value in machine.items())
    lines = [
        "# Figures",
        "",
        "`make bench` makes them anew, keeps them in `bench/results.json` and writes this table; a figure that became worse by",
        "a fifth is named. Ratios are the median of five rounds beside the floor, in one run.",
        "",
        f"Machine: {on}.",
        "",
        "| what | figure | goal | |",
        "| --- | --- | --- | --- |",
        *(f"| {f['what']} | {f['value']:,g} {f['unit']} | {f['goal']} | {verdict(f)} |" for f in figures),
        "",
        NOTES,
    ]
    return "\n".join(lines) + notes


def verdict(figure: Mapping[str, object]) -> str:
    if str(figure["goal"]).startswith("none"):
        return ""
    return "met" if figure["met"] else "**missed**"
