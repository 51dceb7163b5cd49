"""What is to go over to a zone: messages in the order of sending, then states, composed as they are now."""

import uuid
from datetime import datetime

import structlog

from tongban.engines.exchange import book, queries
from tongban.engines.exchange.contracts import Carried
from tongban.engines.exchange.models import Announcement
from tongban.engines.exchange.registry import topics

log = structlog.get_logger("exchange")
AT_ONCE = 50


def outgoing(*, zone: str, at: datetime) -> list[Carried]:
    return queries.messages(zone=zone, most=AT_ONCE) or _states(zone, at)


def _states(zone: str, at: datetime) -> list[Carried]:
    found = (_composed(row, at) for row in queries.states(zone=zone, most=AT_ONCE, at=at))
    return [parcel for parcel in found if parcel is not None]


def _composed(row: Announcement, at: datetime) -> Carried | None:
    """None where an app fails to say what is public: that waits, and keeps nothing else waiting."""
    compose = topics[row.topic].compose
    assert compose is not None
    uid = str(uuid.uuid5(row.uid, str(row.turn)))
    try:
        return queries.carried(uid, row.topic, row.key, row.turn, compose(row.key), row.changed_at)
    except Exception as error:
        log.exception("exchange.not_composed", topic=row.topic, key=row.key)
        book.failed(row, reason=f"{type(error).__name__}: {error}", at=at)
        return None
