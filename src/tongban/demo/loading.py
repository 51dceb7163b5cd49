"""The way in: the county with its first documents, and more of them in the background.

Each document is drafted and finished under request keys of its own. So what was interrupted goes on where it stood, and what
is asked for twice is made once.
"""

from bisect import bisect_left
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from tongban.demo import county, hall, operations
from tongban.demo.county import SYSTEM
from tongban.demo.plan import Batch, Plan
from tongban.demo.play import Player, make_seal
from tongban.kernel import ports

FIRST, MORE = 150, 2000
SEED = 20260101
MADE = "demo:county"  # the request key of the operation that ends the making of the county

Show = Callable[[int, int], None]


def is_here() -> bool:
    """Whether this installation has the demo county."""
    return ports.audit().recall(MADE) is not None


def first(*, count: int, at: datetime, seed: int = SEED, show: Show = lambda done, total: None) -> None:
    """Make the county where there is none, and `count` documents, sent and received counted together."""
    batch = Batch("first", count, seed, at)
    if not is_here():
        with transaction.atomic():  # half a county would be of no use to anybody
            _make_county(batch)
    build(batch, show=show)


def _make_county(batch: Batch) -> None:
    start = localtime(batch.at).replace(hour=8, minute=0, second=0, microsecond=0) - timedelta(days=90)
    made = county.make(at=start, rng=batch.rng("county"))
    make_seal(made, at=start)
    hall.make(made, at=start, end=localtime(batch.at), rng=batch.rng("hall"))
    operations.open_accounts(actor=SYSTEM, at=batch.at, request_key=MADE)


def build(batch: Batch, *, show: Show, enough: Callable[[], bool] = lambda: False) -> bool:
    """Make what is not made yet of the batch; `enough` is asked after each document. True when all of it is there."""
    plans = batch.plans()
    start = _made(batch, plans)
    done = sum(plan.size for plan in plans[:start])
    show(done, batch.count)
    player = Player(county.find(), end=batch.at)
    for plan in plans[start:]:
        if enough():
            return False
        player.play(plan, batch)
        operations.finish_document(actor=SYSTEM, at=batch.at, request_key=batch.key(plan, "finished"))
        done += plan.size
        show(done, batch.count)
    return True


def _made(batch: Batch, plans: list[Plan]) -> int:
    """How many of them are finished: they are made one after the other."""
    return bisect_left(plans, True, key=lambda plan: ports.audit().recall(batch.key(plan, "finished")) is None)
