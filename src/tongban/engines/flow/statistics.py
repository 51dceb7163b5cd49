"""Where the time goes: of the last instances of a process, how often each step was done and how long it lay."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from tongban.engines.flow.models import Instance, Work

LAST = 200
HEATS = 5


@dataclass(frozen=True, slots=True)
class Spent:
    """A step: how often it was done, the usual (median) and the longest time that it lay, its share of all the time. `heat` 1 to
    HEATS, for the picture."""

    element: str
    step: str
    times: int
    usual: timedelta
    longest: timedelta
    share: int
    heat: int


def time_spent(key: str, *, last: int = LAST) -> tuple[int, list[Spent]]:
    """How many instances were looked at, and their steps, the costliest first. Two statements. Calendar time, nights included."""
    instances = list(Instance.objects.filter(definition__key=key).order_by("-pk").values_list("pk", flat=True)[:last])
    works = Work.objects.filter(instance__in=instances, done_at__isnull=False).exclude(
        state__in=(Work.CANCELLED, Work.SKIPPED)
    )
    lain: dict[str, list[timedelta]] = defaultdict(list)
    names: dict[str, str] = {}
    for element, step, opened, done in works.order_by("pk").values_list("element", "step", "opened_at", "done_at"):
        if done is not None:
            lain[element].append(done - opened)
            names[element] = step
    return len(instances), _spent(lain.items(), names)


def _spent(lain: Iterable[tuple[str, list[timedelta]]], names: dict[str, str]) -> list[Spent]:
    sums = {element: sum(times, timedelta()) for element, times in lain}
    of = dict(lain)
    whole = sum(sums.values(), timedelta()) or timedelta(seconds=1)
    most = max(sums.values(), default=timedelta()) or timedelta(seconds=1)
    return [
        Spent(
            element=element, step=names[element], times=len(of[element]), usual=_median(of[element]),
            longest=max(of[element]), share=round(100 * spent / whole), heat=1 + min(HEATS - 1, int(HEATS * spent / most)),
        )
        for element, spent in sorted(sums.items(), key=lambda each: -each[1])
    ]  # fmt: skip


def _median(times: list[timedelta]) -> timedelta:
    """The middle one; of an even number the mean of the two in the middle."""
    ordered = sorted(times)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
