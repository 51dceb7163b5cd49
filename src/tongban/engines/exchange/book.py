"""The carrier's own book: what was delivered, what was applied. No business: each effect is an operation of its own."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from tongban.engines.exchange.contracts import APPLIED, OFFICE, OUTDATED, PUBLIC, REFUSED, UNSETTLED, Carried
from tongban.engines.exchange.models import Announcement, Arrival, ArrivalFile, OtherSide, Parcel, SpentNonce, Zone
from tongban.engines.exchange.rules import wait_after
from tongban.kernel.errors import Conflict

ZONES = {OFFICE: "办公区", PUBLIC: "公众区"}
OTHERS = "这个数据库属于{}，不能由{}的进程使用。"


def delivered(parcels: Collection[Carried], *, at: datetime) -> None:
    """The other zone has these. A state that changed meanwhile is still to be carried."""
    messages = [p.uid for p in parcels if not p.turn]
    Parcel.objects.filter(uid__in=messages, delivered_at=None).update(delivered_at=at)
    for state in (p for p in parcels if p.turn):
        rows = Announcement.objects.filter(topic=state.topic, key=state.key, turn__gte=state.turn)
        rows.filter(delivered_turn__lt=state.turn).update(delivered_turn=state.turn)


def failed(state: Carried | Announcement, *, reason: str, at: datetime) -> None:
    """A state that could not be carried: it is tried again after a pause that grows, and keeps nothing else waiting."""
    row = Announcement.objects.filter(topic=state.topic, key=state.key, turn=state.turn).first()
    if row is not None:
        due = at + wait_after(row.failures)
        same = Announcement.objects.filter(pk=row.pk, turn=row.turn)
        same.update(failures=row.failures + 1, due_at=due, reason=reason[:500])


def heard(state: dict[str, Any], *, at: datetime) -> None:
    """How the other side stands; written where it changed."""
    known = OtherSide.objects.first()
    if known is None:
        OtherSide.objects.create(state=state, changed_at=at)
    elif known.state != state:
        OtherSide.objects.filter(pk=known.pk).update(state=state, changed_at=at)


def spend(nonce: str, *, at: datetime) -> bool:
    """False when it was spent before."""
    _, first = SpentNonce.objects.get_or_create(nonce=nonce, defaults={"at": at})
    return first


def take_database(zone: str) -> None:
    """From now on this database is the zone's. Conflict where it is the other one's."""
    row, _ = Zone.objects.get_or_create(pk=1, defaults={"name": zone})
    if row.name != zone:
        raise Conflict(OTHERS.format(ZONES[row.name], ZONES[zone]), code="exchange.database-of-other-zone")


def applied(arrival: Arrival, *, at: datetime) -> None:
    _settle(arrival, APPLIED, at=at)


def outdated(arrival: Arrival, *, at: datetime) -> None:
    _settle(arrival, OUTDATED, at=at)


def refused(arrival: Arrival, *, reason: str) -> None:
    """It stays with all it holds, for an administrator to look at."""
    _unsettled(arrival).update(state=REFUSED, reason=reason[:500])


def _settle(arrival: Arrival, state: str, *, at: datetime) -> None:
    """What was applied lives in the tables of the app now: here the copy of it goes, so that nothing personal stays behind.

    Its files are the app's; those that nobody took over go with the sweep.
    """
    with transaction.atomic():
        if _unsettled(arrival).update(state=state, reason="", body=None, settled_at=at) and state == APPLIED:
            ArrivalFile.objects.filter(arrival=arrival).delete()


def _unsettled(arrival: Arrival) -> QuerySet[Arrival]:
    return Arrival.objects.filter(pk=arrival.pk, state__in=UNSETTLED)
