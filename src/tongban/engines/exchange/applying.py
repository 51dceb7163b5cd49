"""Applying what came: each parcel by its topic's handler, in the order of coming under one key."""

from tongban.engines.exchange import book, queries
from tongban.engines.exchange.contracts import REFUSED
from tongban.engines.exchange.models import Arrival
from tongban.engines.exchange.registry import receiver_of
from tongban.kernel.errors import Anticipated
from tongban.kernel.now import now


def apply_all(*, topic: str, key: str) -> None:
    """Until none is left or one is refused: what comes after that one waits for an administrator."""
    for arrival in queries.unsettled(topic, key):
        if queries.is_outdated(arrival):
            book.outdated(arrival, at=now())
        elif arrival.state == REFUSED or not apply(arrival):
            return


def apply(arrival: Arrival) -> bool:
    """False when its handler gave a reason against it. A crash after the handler's operation repeats it under the same key."""
    try:
        receiver_of(arrival.topic)(queries.arrived(arrival))
    except Anticipated as error:
        book.refused(arrival, reason=error.message)
        return False
    book.applied(arrival, at=now())
    return True
