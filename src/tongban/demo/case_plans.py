"""Which cases are made, decided beforehand: when each comes in, for which item, how fast it goes, and where it stands in the end."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tongban.demo.items import ORGANS
from tongban.demo.plan import Batch
from tongban.foundation.workdays.api import Calendar

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a case. `stop` is its last act, "" where that is the receipt.

    `used` is how much of the promised limit (`of_legal`: the statutory one) goes by between acceptance and decision; for a case
    that `runs`, between acceptance and now. `share` is how many of a hundred cases have this fate.
    """

    stop: str
    share: int
    used: tuple[float, float] = (0.2, 0.65)
    runs: bool = False
    of_legal: bool = False
    supplemented: bool = False
    special: bool = False


FATES = (
    Fate("rated", 20), Fate("delivered", 10), Fate("rated", 5, (0.75, 0.97)), Fate("delivered", 4, (1.05, 1.25)),
    Fate("delivered", 2, (1.05, 1.2), of_legal=True), Fate("denied", 6), Fate("rejected", 9), Fate("withdrawn", 7),
    Fate("rated", 3, supplemented=True), Fate("delivered", 3, special=True),
    Fate("", 4, (0.1, 0.3), runs=True), Fate("supplement", 4, (0.1, 0.4), runs=True), Fate("accepted", 6, (0.05, 0.5), runs=True),
    Fate("inspected", 5, (0.2, 0.6), runs=True), Fate("reviewed", 3, (0.3, 0.65), runs=True),
    Fate("accepted", 3, (0.75, 0.95), runs=True), Fate("reviewed", 2, (1.05, 1.3), runs=True),
    Fate("inspected", 1, (1.03, 1.3), runs=True, of_legal=True), Fate("granted", 1, (0.2, 0.6), runs=True),
    Fate("accepted", 2, (0.2, 0.5), runs=True, special=True),
)  # fmt: skip
NEAR = 0.65  # of the promised limit: from here on somebody may have been warned
PLACES = tuple((organ, item) for organ, known in enumerate(ORGANS) for item in range(len(known.items)))
SPECIAL = ((1, 0), (1, 1), (2, 0), (3, 0))  # the places whose items know a special procedure


@dataclass(frozen=True, slots=True)
class CasePlan:
    """One case. `began` is a moment of working time, `used` working days between acceptance and decision or now."""

    index: int
    began: datetime
    organ: int
    item: int
    fate: Fate
    used: float

    size = 1


def plans(batch: Batch, limits: Sequence[Sequence[tuple[int, int]]], days: Calendar) -> list[CasePlan]:
    """`batch.count` cases in the order of time. `limits` are (promised, legal) of each organ's items.

    Every hundred holds each fate as often as its share says; the first cases have one fate each.
    """
    rng, fates, made = batch.rng("cases"), list[Fate](), list[tuple]()
    now, a_year_ago = days.position(batch.at), days.position(batch.at - YEAR)
    day = days.day_seconds(days.next_workday(batch.at.date()))
    while len(made) < batch.count:
        if not fates:
            fates = _hundred(rng)
        fate = fates.pop()
        organ, item = rng.choice(SPECIAL if fate.special else PLACES)
        used = rng.uniform(*fate.used) * limits[organ][item][fate.of_legal]
        taken = round((used + rng.uniform(0.2, 0.3)) * day)
        before = now - taken if fate.runs else rng.randint(a_year_ago, now - taken - 12 * day)
        made.append((before, len(made), organ, item, fate, used))
    return [CasePlan(no, days.instant(before), *rest) for no, (before, _, *rest) in enumerate(sorted(made, key=_first))]


def _hundred(rng: random.Random) -> list[Fate]:
    rest = [fate for fate in FATES for _ in range(fate.share - 1)]
    rng.shuffle(rest)
    return [*rest, *reversed(FATES)]


def _first(row: tuple) -> tuple[int, int]:
    return row[0], row[1]
