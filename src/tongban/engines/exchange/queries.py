"""What is to be carried, and what waits to be applied."""

from datetime import datetime
from typing import Any

from django.db.models import F, Min, QuerySet

from tongban.engines.exchange.contracts import REFUSED, UNSETTLED, WAITING, Arrived, Carried, Content, Enclosed
from tongban.engines.exchange.models import Announcement, Arrival, ArrivalFile, OtherSide, Parcel, Zone
from tongban.engines.exchange.registry import topics
from tongban.foundation.files import api as files_api
from tongban.foundation.files.api import Received, StoredFile

SHOWN = 20


def messages(*, zone: str, most: int) -> list[Carried]:
    """What was sent to the zone and is not delivered, in the order of sending."""
    rows = list(Parcel.objects.filter(delivered_at=None, topic__in=topics_to(zone)).order_by("id")[:most])
    files = files_api.files_of_many([row.reference for row in rows])
    return [
        carried(str(row.uid), row.topic, row.key, 0, Content(row.body, files[row.reference]), row.sent_at)
        for row in rows
    ]


def states(*, zone: str, most: int, at: datetime) -> QuerySet[Announcement]:
    """What has changed and is due to be told to the zone, the longest due first."""
    due = Announcement.objects.filter(delivered_turn__lt=F("turn"), topic__in=topics_to(zone), due_at__lte=at)
    return due.order_by("due_at", "id")[:most]


def zone_of_database() -> str:
    """The zone that this database belongs to; "" where no one has prepared it yet."""
    return Zone.objects.values_list("name", flat=True).first() or ""


def never_announced(zone: str) -> dict[str, list[str]]:
    """What this zone has to say to the other one and has not said yet: keys by topic."""
    found = {name: list(topic.keys()) for name, topic in topics.items() if topic.keys and topic.zone != zone}
    for name, keys in found.items():
        told = set(Announcement.objects.filter(topic=name).values_list("key", flat=True))
        found[name] = [key for key in keys if key not in told]
    return {name: keys for name, keys in found.items() if keys}


def topics_to(zone: str) -> list[str]:
    return [name for name, topic in topics.items() if topic.zone == zone]


def carried(uid: str, topic: str, key: str, turn: int, content: Content | None, at: datetime) -> Carried:
    files = tuple(enclosed(file) for file in content.files) if content else ()
    return Carried(uid, topic, key, turn, content.body if content else None, files, at.isoformat())


def enclosed(file: StoredFile) -> Enclosed:
    return Enclosed(file.digest, file.blob.size, file.name, file.type_key, file.purpose)


def received(file: Enclosed) -> Received:
    """What lies in the store already, as the sender names it."""
    return files_api.stated(
        digest=file.digest, size=file.size, name=file.name, type_key=file.type, purpose=file.purpose
    )


def file_of_parcel(digest: str) -> StoredFile | None:
    """The content, where a parcel of this zone holds it."""
    rows = StoredFile.objects.filter(subject_kind=Parcel.kind, blob_id=digest)
    return rows.select_related("blob").first()


def file_with(file: Enclosed) -> StoredFile | None:
    """A file of this zone with that content."""
    return StoredFile.objects.filter(blob_id=file.digest).select_related("blob").first()


def arrived(arrival: Arrival) -> Arrived:
    """The parcel as its handler gets it."""
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


def refusals() -> QuerySet[Arrival]:
    return Arrival.objects.filter(state=REFUSED).order_by("id")


def failing() -> QuerySet[Announcement]:
    """States that could not be carried."""
    return Announcement.objects.filter(delivered_turn__lt=F("turn"), failures__gt=0).order_by("due_at", "id")


def state() -> dict[str, Any]:
    """How this zone stands, for the other one's administrators. No body, nothing personal."""
    shown = refusals()[:SHOWN]
    return {
        "waiting": Arrival.objects.filter(state=WAITING).count(),
        "refused": refusals().count(),
        "refusals": [
            {"topic": row.topic, "key": row.key, "reason": row.reason, "arrived_at": row.arrived_at.isoformat()}
            for row in shown
        ],
    }


def other_side() -> OtherSide | None:
    return OtherSide.objects.first()


def figures(at: datetime) -> dict[str, float]:
    """For metrics and the administrator's page."""
    parcels = Parcel.objects.filter(delivered_at=None)
    oldest = parcels.aggregate(first=Min("sent_at"))["first"]
    there = other_side()
    return {
        "exchange_to_deliver": parcels.count(),
        "exchange_to_announce": Announcement.objects.filter(delivered_turn__lt=F("turn")).count(),
        "exchange_oldest_seconds": max((at - oldest).total_seconds(), 0) if oldest else 0,
        "exchange_failing": failing().count(),
        "exchange_waiting": Arrival.objects.filter(state=WAITING).count(),
        "exchange_refused": refusals().count(),
        "exchange_refused_there": there.state["refused"] if there else 0,
    }
