"""For tests of any app: everything that waits is carried, both ways, within the one database of the test."""

from tongban.engines.exchange import book, queries
from tongban.engines.exchange.contracts import OFFICE, PUBLIC
from tongban.engines.exchange.operations.receiving import accept
from tongban.engines.exchange.packing import outgoing
from tongban.foundation.jobs.testing import run_due_jobs
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now

ROUNDS = 20


def carry() -> int:
    """How many parcels went over. Due jobs run as well, before, between and after; one that fails fails the test."""
    count = 0
    for _ in range(ROUNDS):
        run_due_jobs()
        moved = sum(_carry_to(zone) for zone in (OFFICE, PUBLIC))
        assert not queries.failing(), [row.reason for row in queries.failing()]
        if not moved:
            return count
        count += moved
    raise AssertionError("the zones answer each other without end")


def _carry_to(zone: str) -> int:
    """The content of files lies in the one store already."""
    parcels = outgoing(zone=zone, at=now())
    if parcels:
        received = {p.uid: [queries.received(file) for file in p.files] for p in parcels}
        accept(parcels=parcels, received=received, zone=zone, actor=system_actor(), at=now())
        book.delivered(parcels, at=now())
    return len(parcels)
