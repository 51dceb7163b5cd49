"""For tests of any app: everything that waits is carried, both ways, within the one database of the test."""

from tongban.engines.exchange import book, queries
from tongban.engines.exchange.contracts import OFFICE, PUBLIC, Carried
from tongban.engines.exchange.operations.receiving import accept
from tongban.foundation.files.api import Received
from tongban.foundation.files.rules.types import TYPES
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
        if not moved:
            return count
        count += moved
    raise AssertionError("the zones answer each other without end")


def _carry_to(zone: str) -> int:
    parcels = queries.outgoing(zone=zone)
    if parcels:
        received = {parcel.uid: _received(parcel) for parcel in parcels}
        accept(parcels=parcels, received=received, zone=zone, actor=system_actor(), at=now())
        book.delivered(parcels, at=now())
    return len(parcels)


def _received(parcel: Carried) -> list[Received]:
    """The content lies in the one store already."""
    return [Received(f.digest, f.size, TYPES[f.type], f.name, f.purpose) for f in parcel.files]
