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

NONE: Mapping[str, str] = {}
UNKNOWN = "本程序不认识这类数据。请先升级程序，再重试。"


@operation(may="exchange.carry")
def accept(
    *, parcels: Collection[Carried], received: Mapping[str, Collection[Received]], zone: str,
    barred: Mapping[str, str] = NONE, actor: Actor, at: datetime,
) -> int:  # fmt: skip
    """Keep the parcels that are not here yet, with their files (`received` by uid); how many. Applying them is for jobs.

    `barred`: those whose files our checks refused, with the reason.
    Raises ContentGone where the content of a file is not in the store.
    """
    known = set(Arrival.objects.filter(uid__in=[p.uid for p in parcels]).values_list("uid", flat=True))
    fresh = {uuid.UUID(p.uid): p for p in parcels if uuid.UUID(p.uid) not in known}
    for parcel in fresh.values():
        refusal = barred.get(parcel.uid) or ("" if _is_for(zone, parcel.topic) else UNKNOWN)
        row = _row(parcel, refusal, barred=parcel.uid in barred, at=at)
        contents = [files_api.keep(received=one) for one in received.get(parcel.uid, ())]
        ArrivalFile.objects.bulk_create(ArrivalFile(arrival=row, file=file) for file in contents)
    for topic, key in dict.fromkeys((p.topic, p.key) for p in fresh.values()):
        enqueue("exchange.apply_arrivals", dedupe_key=f"exchange:{topic}:{key}", topic=topic, key=key)
    note(parcels=len(fresh))
    return len(fresh)


def _is_for(zone: str, topic: str) -> bool:
    known = topics.get(topic)
    return known is not None and known.zone == zone


def _row(parcel: Carried, refusal: str, *, barred: bool, at: datetime) -> Arrival:
    return Arrival.objects.create(
        uid=parcel.uid, topic=parcel.topic, key=parcel.key, turn=parcel.turn, body=parcel.body, arrived_at=at,
        sent_at=datetime.fromisoformat(parcel.sent_at), state=REFUSED if refusal else WAITING, reason=refusal,
        barred=barred,
    )  # fmt: skip
