"""What is to be made, decided beforehand: when each document begins, how far it comes, how many units register it."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localtime

# Where documents stop, so that every step of the process is shown. "" is the end.
STOPS = (
    "draft", "review", "cs_receive", "cs_sign", "vet", "sign", "recheck", "number", "seal", "distribute",
)  # fmt: skip
MOST_STOPPED = 3 * len(STOPS)
MOST_REGISTERED = 2
# Days before today at which a document begins. Long enough for a process played slowly, whatever holidays lie between.
LONG_AGO, JUST_NOW, UNDER_WAY = (20, 80), (14, 19), (3, 6)


@dataclass(frozen=True, slots=True)
class Plan:
    """One outgoing document. `index` is its place in the batch, `registered` the number of units that register it."""

    index: int
    began: datetime
    stop: str
    registered: int

    @property
    def size(self) -> int:
        """How many documents it comes to, received ones counted."""
        return 1 + self.registered


@dataclass(frozen=True, slots=True)
class Batch:
    """A number of documents asked for at one moment. Same name, count, seed and day: the same plans."""

    name: str
    count: int
    seed: int
    at: datetime

    def plans(self) -> list[Plan]:
        """As many as give `count` documents in all, in the order of time: so numbers rise with their dates."""
        rng, made, left = self.rng("plans"), list[tuple[datetime, str, int]](), self.count
        while left > 0:
            stop, days, registered = _fate(len(made), rng)
            registered = min(registered, left - 1)
            made.append((_workday(localtime(self.at) - timedelta(days=days), rng), stop, registered))
            left -= 1 + registered
        return [Plan(index, *rest) for index, rest in enumerate(sorted(made))]

    def rng(self, word: object) -> random.Random:
        """A generator of its own for each document, so that one does not depend on how the one before was played."""
        return random.Random(f"{self.seed}:{localtime(self.at):%Y-%m-%d}:{self.name}:{word}")

    def key(self, index: int, what: str) -> str:
        """The request key under which the document or case of this place is made: a second time it is there already."""
        return f"demo:{self.name}:{index}:{what}"


def _fate(index: int, rng: random.Random) -> tuple[str, int, int]:
    """Where the document stops, how many days ago it begins, how many units register it."""
    if index % 3 == 0 and index < MOST_STOPPED * 3:
        place = index // 3 % len(STOPS)
        return STOPS[place], rng.randint(*UNDER_WAY) + place, 0
    if index % 6 == 4:
        return "", rng.randint(*JUST_NOW), 0
    return "", rng.randint(*LONG_AGO), MOST_REGISTERED


def _workday(day: datetime, rng: random.Random) -> datetime:
    moment = day.replace(hour=rng.randint(8, 11), minute=rng.randint(31, 59), second=0, microsecond=0)
    while moment.weekday() >= 5:
        moment -= timedelta(days=1)
    return moment
