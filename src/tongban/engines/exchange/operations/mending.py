"""What administrators do with what did not go through, and the upkeep of the tables."""

from datetime import datetime, timedelta

from tongban.engines.exchange import queries
from tongban.engines.exchange.contracts import GIVEN_UP, REFUSED, UNSETTLED, WAITING
from tongban.engines.exchange.models import Announcement, Arrival, ArrivalFile, Parcel, SpentNonce
from tongban.engines.exchange.operations.sending import announce, announce_all
from tongban.foundation.files import api as files_api
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict
from tongban.kernel.operations import enqueue, inside_operation, note, operation
from tongban.kernel.references import Reference

DELIVERED_KEPT = timedelta(days=14)  # so that they can be sent again after the other side was restored from a backup
NAMES_KEPT = timedelta(days=400)
NONCES_KEPT = timedelta(hours=1)
AT_ONCE = 500


@operation(may="exchange.manage", on="arrival")
def retry(*, arrival: Arrival, actor: Actor, at: datetime) -> None:
    """Let a refused parcel be applied again. Conflict: it is not refused any more, or its files never passed the checks."""
    row = _locked(arrival)
    if row.barred:
        raise Conflict("这件的文件没有通过检查，重试也不会成功，只能作废。", code="exchange.barred")
    Arrival.objects.filter(pk=row.pk).update(state=WAITING, reason="")
    _apply_again(row)


@operation(may="exchange.manage", on="arrival")
def give_up(*, arrival: Arrival, actor: Actor, at: datetime) -> None:
    """Never apply this parcel; what follows under its key goes on."""
    row = _locked(arrival)
    note(topic=row.topic, reason=row.reason)
    Arrival.objects.filter(pk=row.pk).update(state=GIVEN_UP, body=None, settled_at=at)
    _apply_again(row)


@operation(may="exchange.manage")
def announce_again(*, topic: str, key: str, actor: Actor, at: datetime) -> None:
    """Tell the other zone once more how this thing stands: what it refused before is outdated with that."""
    note(topic=topic, key=key)
    announce(topic=topic, key=key)


@operation(may="exchange.carry")
def send_again(*, since: datetime, actor: Actor, at: datetime) -> int:
    """After a zone was restored from a backup: every state, and the messages delivered since; how many. What is there stays once."""
    count = Parcel.objects.filter(delivered_at__gte=since).update(delivered_at=None)
    for topic in Announcement.objects.order_by("topic").values_list("topic", flat=True).distinct():
        keys = list(Announcement.objects.filter(topic=topic).values_list("key", flat=True))
        announce_all(topic=topic, keys=keys)
        count += len(keys)
    note(since=since, parcels=count)
    return count


@operation(may="exchange.carry")
def announce_first(*, zone: str, actor: Actor, at: datetime) -> int:
    """What is public and was never announced, such as before there was a public zone; how many. `zone` is this one."""
    found = queries.never_announced(zone)
    for topic, keys in found.items():
        announce_all(topic=topic, keys=keys)
    count = sum(len(keys) for keys in found.values())
    note(announced=count)
    return count


@operation(may="exchange.carry")
def sweep(*, actor: Actor, at: datetime) -> None:
    """What was delivered two weeks ago goes with its files; of what was settled, in the end also the names."""
    SpentNonce.objects.filter(at__lt=at - NONCES_KEPT).delete()
    old = Parcel.objects.filter(delivered_at__lt=at - DELIVERED_KEPT).order_by("delivered_at")[:AT_ONCE]
    swept = [_without_files(parcel.reference) for parcel in old]
    Parcel.objects.filter(pk__in=[reference.id for reference in swept]).delete()
    for row in ArrivalFile.objects.exclude(arrival__state__in=UNSETTLED).select_related("file")[:AT_ONCE]:
        files_api.discard(file=row.file)
    names, _ = Arrival.objects.filter(settled_at__lt=at - NAMES_KEPT).delete()
    note(parcels=len(swept), names=names)


@inside_operation
def _without_files(reference: Reference) -> Reference:
    for file in files_api.files_of(subject=reference):
        files_api.discard(file=file)
    return reference


@inside_operation
def _apply_again(row: Arrival) -> None:
    enqueue("exchange.apply_arrivals", dedupe_key=f"exchange:{row.topic}:{row.key}", topic=row.topic, key=row.key)


def _locked(arrival: Arrival) -> Arrival:
    found = Arrival.objects.select_for_update().filter(pk=arrival.pk, state=REFUSED).first()
    if found is None:
        raise Conflict("这件已不在拒收状态，可能刚被别人处理。请刷新页面。", code="exchange.not-refused")
    return found
