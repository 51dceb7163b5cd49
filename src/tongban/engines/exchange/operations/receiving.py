"""Taking in what the other zone handed over. Content of files lies in the store already, checked."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime

from tongban.engines.exchange.contracts import REFUSED, WAITING, Carried
from tongban.engines.exchange.models import Arrival, ArrivalFile
from tongban.engines.exchange.registry import topics
from tongban.foundation.files import api as files_api
from tongban.foundation.files.api import Received
from tongban.kernel.actor import Actor
from tongban.kernel.operations import enqueue, note, operation

UNKNOWN = "本程序不认识这类数据。请先升级程序，再重试。"


@operation(may="exchange.carry")
def accept(
    *, parcels: Collection[Carried], received: Mapping[str, Collection[Received]], zone: str, actor: Actor, at: datetime
) -> int:
    """Keep the parcels that are not here yet, with their files (`received` by uid); how many. Applying them is for jobs.

    Raises ContentGone where the content of a file is not in the store.
    """
    known = set(Arrival.objects.filter(uid__in=[p.uid for p in parcels]).values_list("uid", flat=True))
    fresh = {uuid.UUID(p.uid): p for p in parcels if uuid.UUID(p.uid) not in known}
    for parcel in fresh.values():
        _keep(parcel, received.get(parcel.uid, ()), zone=zone, at=at)
    for topic, key in dict.fromkeys((p.topic, p.key) for p in fresh.values()):
        enqueue("exchange.apply_arrivals", dedupe_key=f"exchange:{topic}:{key}", topic=topic, key=key)
    note(parcels=len(fresh))
    return len(fresh)


def _keep(parcel: Carried, received: Collection[Received], *, zone: str, at: datetime) -> None:
    topic = topics.get(parcel.topic)
    known = topic is not None and topic.zone == zone
    row = Arrival.objects.create(
        uid=parcel.uid, topic=parcel.topic, key=parcel.key, turn=parcel.turn, body=parcel.body, arrived_at=at,
        sent_at=datetime.fromisoformat(parcel.sent_at), state=WAITING if known else REFUSED,
        reason="" if known else UNKNOWN,
    )  # fmt: skip
    ArrivalFile.objects.bulk_create(ArrivalFile(arrival=row, file=files_api.keep(received=one)) for one in received)
