"""The carrier's own book: what was delivered, what was applied. No business: each effect is an operation of its own."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from tongban.engines.exchange.contracts import APPLIED, OUTDATED, REFUSED, UNSETTLED, Carried
from tongban.engines.exchange.models import Announcement, Arrival, ArrivalFile, Parcel


def delivered(parcels: Collection[Carried], *, at: datetime) -> None:
    """The other zone has these. A state that changed meanwhile is still to be carried."""
    messages = [p.uid for p in parcels if not p.turn]
    Parcel.objects.filter(uid__in=messages, delivered_at=None).update(delivered_at=at)
    for state in (p for p in parcels if p.turn):
        rows = Announcement.objects.filter(topic=state.topic, key=state.key, turn__gte=state.turn)
        rows.filter(delivered_turn__lt=state.turn).update(delivered_turn=state.turn)


def applied(arrival: Arrival, *, at: datetime) -> None:
    _settle(arrival, APPLIED, at=at)


def outdated(arrival: Arrival, *, at: datetime) -> None:
    _settle(arrival, OUTDATED, at=at)


def refused(arrival: Arrival, *, reason: str) -> None:
    """It stays with all it holds, for an administrator to look at."""
    _unsettled(arrival).update(state=REFUSED, reason=reason[:500])


def _settle(arrival: Arrival, state: str, *, at: datetime) -> None:
    """What was applied lives in the tables of the app now: here the copy of it goes, so that nothing personal stays behind."""
    with transaction.atomic():
        if _unsettled(arrival).update(state=state, reason="", body=None, settled_at=at):
            ArrivalFile.objects.filter(arrival=arrival).delete()


def _unsettled(arrival: Arrival) -> QuerySet[Arrival]:
    return Arrival.objects.filter(pk=arrival.pk, state__in=UNSETTLED)
