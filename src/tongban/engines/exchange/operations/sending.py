"""Handing over to the carrier: plain functions, called inside the operation whose news it is."""

import json
import time
from collections.abc import Collection
from typing import Any

from tongban.engines.exchange import sql
from tongban.engines.exchange.contracts import BODY_AT_MOST
from tongban.engines.exchange.models import Announcement, Parcel
from tongban.engines.exchange.registry import topics
from tongban.foundation.files import api as files_api
from tongban.foundation.files.api import StoredFile
from tongban.kernel.operations import doing, inside_operation


@inside_operation
def send(*, topic: str, key: str, body: dict[str, Any], files: Collection[StoredFile] = ()) -> Parcel:
    """A message to the topic's zone: delivered at least once, applied exactly once, in the order of sending under its key."""
    assert topics[topic].compose is None, f"{topic} is announced, not sent"
    if len(json.dumps(body, ensure_ascii=False).encode()) > BODY_AT_MOST:
        raise ValueError(f"a parcel of {topic} is larger than {BODY_AT_MOST} bytes")
    parcel: Parcel = Parcel.objects.create(topic=topic, key=key, body=body, sent_at=doing().at)
    if files:
        files_api.copy(files=files, subjects=[parcel.reference])
    return parcel


@inside_operation
def announce(*, topic: str, key: str) -> None:
    """The public state of the thing under this key has changed. What is said is composed when it is carried; the latest wins."""
    announce_all(topic=topic, keys=[key])


@inside_operation
def announce_all(*, topic: str, keys: Collection[str]) -> None:
    """The same of many, in one statement."""
    assert topics[topic].compose is not None, f"{topic} is sent, not announced"
    # The turn is the hour of the clock on the wall, so that it grows even where an older backup was restored.
    turn, at = time.time_ns() // 1_000_000, doing().at
    sql.announce([Announcement(topic=topic, key=key, turn=turn, changed_at=at, due_at=at) for key in sorted(set(keys))])
