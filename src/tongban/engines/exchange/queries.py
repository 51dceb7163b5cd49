"""What is to be carried, and what waits to be applied."""

import uuid
from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import islice

from django.db.models import F, QuerySet

from tongban.engines.exchange.contracts import UNSETTLED, Arrived, Carried, Content, Enclosed
from tongban.engines.exchange.models import Announcement, Arrival, ArrivalFile, Parcel
from tongban.engines.exchange.registry import topics
from tongban.foundation.files import api as files_api
from tongban.foundation.files.api import StoredFile

AT_ONCE = 50


def outgoing(*, zone: str, most: int = AT_ONCE) -> list[Carried]:
    """What the zone has to receive, the oldest first: messages in the order of sending, then states as they are now."""
    to_zone = [name for name, topic in topics.items() if topic.zone == zone]
    return list(islice(_messages(to_zone, most), most)) or list(_states(to_zone, most))


def arrived(arrival: Arrival) -> Arrived:
    rows = ArrivalFile.objects.filter(arrival=arrival).select_related("file__blob").order_by("pk")
    files = [row.file for row in rows]
    return Arrived(str(arrival.uid), arrival.topic, arrival.key, arrival.body, files, arrival.sent_at)


def unsettled(topic: str, key: str) -> QuerySet[Arrival]:
    """What came under this key and is not applied, in the order of coming."""
    return Arrival.objects.filter(topic=topic, key=key, state__in=UNSETTLED).order_by("id")


def is_outdated(arrival: Arrival) -> bool:
    """Whether a later state of the same thing has come."""
    if not arrival.turn:
        return False
    return Arrival.objects.filter(topic=arrival.topic, key=arrival.key, turn__gt=arrival.turn).exists()


def _messages(to_zone: Collection[str], most: int) -> Iterator[Carried]:
    rows = list(Parcel.objects.filter(delivered_at=None, topic__in=to_zone).order_by("id")[:most])
    files = files_api.files_of_many([row.reference for row in rows])
    for row in rows:
        content = Content(row.body, files[row.reference])
        yield _carried(str(row.uid), row.topic, row.key, 0, content, row.sent_at)


def _states(to_zone: Collection[str], most: int) -> Iterator[Carried]:
    due = Announcement.objects.filter(delivered_turn__lt=F("turn"), topic__in=to_zone)
    for row in due.order_by("changed_at", "id")[:most]:
        compose = topics[row.topic].compose
        assert compose is not None
        uid = uuid.uuid5(row.uid, str(row.turn))
        yield _carried(str(uid), row.topic, row.key, row.turn, compose(row.key), row.changed_at)


def _carried(uid: str, topic: str, key: str, turn: int, content: Content | None, at: datetime) -> Carried:
    files = tuple(enclosed(file) for file in content.files) if content else ()
    return Carried(uid, topic, key, turn, content.body if content else None, files, at.isoformat())


def enclosed(file: StoredFile) -> Enclosed:
    return Enclosed(file.digest, file.blob.size, file.name, file.type_key, file.purpose)
