"""The way in: the county with its first documents and cases, and more of them in the background.

Each document is drafted and finished under request keys of its own, each case comes in under one. So what was interrupted goes on
where it stood, and what is asked for twice is made once.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime

from tongban.demo import case_plans, county, hall, operations
from tongban.demo.cases import CasePlayer
from tongban.demo.county import SYSTEM
from tongban.demo.plan import Batch, Plan
from tongban.demo.play import Player, make_seals
from tongban.foundation.workdays.api import calendar
from tongban.kernel import ports

FIRST, MORE = 150, 2000
FIRST_CASES, MORE_CASES = 300, 5000
SEED = 20260101
MADE = "demo:county"  # the request key of the operation that ends the making of the county
SINCE = timedelta(days=400)  # the county is older than its oldest case

Show = Callable[[int, int], None]
Enough = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """How many documents, sent and received counted together, and how many cases."""

    documents: Batch
    cases: Batch

    @property
    def count(self) -> int:
        return self.documents.count + self.cases.count


def asked(name: str, *, documents: int, cases: int, seed: int, at: datetime) -> Asked:
    return Asked(Batch(name, documents, seed, at), Batch(f"{name}-cases", cases, seed, at))


def is_here() -> bool:
    """Whether this installation has the demo county."""
    return ports.audit().recall(MADE) is not None


def first(*, count: int, at: datetime, cases: int = 0, seed: int = SEED, show: Show = lambda done, total: None) -> None:
    """Make the county where there is none, `count` documents, and so many cases."""
    wanted = asked("first", documents=count, cases=cases, seed=seed, at=at)
    if not is_here():
        with transaction.atomic():  # half a county would be of no use to anybody
            _make_county(wanted.documents)
    build(wanted, show=show)


def _make_county(batch: Batch) -> None:
    start = localtime(batch.at).replace(hour=8, minute=0, second=0, microsecond=0) - SINCE
    made = county.make(at=start, rng=batch.rng("county"))
    make_seals(made, at=start)
    hall.make(made, at=start)
    operations.open_accounts(actor=SYSTEM, at=batch.at, request_key=MADE)


def build(wanted: Asked, *, show: Show, enough: Enough = lambda: False) -> bool:
    """Make what is not made yet; `enough` is asked after each document or case. True when all of it is there."""
    found = county.find()
    tale = Tale(wanted.count, show, enough)
    return _documents(wanted.documents, found, tale) and _cases(wanted.cases, found, tale)


@dataclass(slots=True)
class Tale:
    """What the bar is told, and when the piece is long enough."""

    total: int
    show: Show
    enough: Enough
    done: int = 0

    def each(self, plans: Sequence[Any], start: int, play: Callable[[Any], None]) -> bool:
        """Play the plans from `start` on. False when it was enough before the last."""
        self.add(sum(plan.size for plan in plans[:start]))
        for plan in plans[start:]:
            if self.enough():
                return False
            play(plan)
            self.add(plan.size)
        return True

    def add(self, count: int) -> None:
        if count or not self.done:
            self.done += count
            self.show(self.done, self.total)


def _documents(batch: Batch, found: county.County, tale: Tale) -> bool:
    plans, player = batch.plans(), Player(found, end=batch.at)

    def play(plan: Plan) -> None:
        player.play(plan, batch)
        operations.finish_document(actor=SYSTEM, at=batch.at, request_key=batch.key(plan.index, "finished"))

    return tale.each(plans, _made(batch, plans, "finished"), play)


def _cases(batch: Batch, found: county.County, tale: Tale) -> bool:
    halls, days = hall.find(found), calendar()
    limits = [[(v.content.promised_days, v.content.legal_days) for v in one.versions] for one in halls]
    plans, player = case_plans.plans(batch, limits, days), CasePlayer(found, halls, days, end=batch.at)
    return tale.each(plans, _made(batch, plans, "submitted"), lambda plan: player.play(plan, batch))


def _made(batch: Batch, plans: Sequence[Any], what: str) -> int:
    """How many of them are made: they are made one after the other."""
    return bisect_left(plans, True, key=lambda plan: ports.audit().recall(batch.key(plan.index, what)) is None)
