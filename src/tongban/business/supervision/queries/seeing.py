"""Who sees which card, 督办 and case, and the evidence behind a card."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from tongban.business.casework import api as casework
from tongban.business.supervision.models import Card, Order
from tongban.engines.flow import api as flow
from tongban.foundation.access import api as access
from tongban.foundation.clocks import api as clocks
from tongban.foundation.inbox import api as inbox
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound
from tongban.kernel.models import pointing_at

WATCH = "supervision.watch"


def watched(viewer: Actor, *, at: datetime) -> Q:
    """The rows of units that the viewer watches, as a filter on `unit`."""
    units = access.units_where(actor=viewer, permission=WATCH, at=at)
    return Q() if units is None else Q(unit__in=units.values("pk"))


def cards(viewer: Actor, *, at: datetime) -> QuerySet[Card]:
    return Card.objects.filter(watched(viewer, at=at)).select_related("unit")


def card_for(viewer: Actor, pk: int, *, at: datetime) -> Card:
    found = cards(viewer, at=at).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def case_for(viewer: Actor, pk: int, *, at: datetime) -> casework.Case:
    """A case of a unit that the viewer watches: to be looked at, never handled."""
    rows = casework.Case.objects.filter(watched(viewer, at=at)).select_related("unit", "version")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def orders(viewer: Actor, *, at: datetime) -> QuerySet[Order]:
    return Order.objects.filter(watched(viewer, at=at)).select_related("unit", "card")


def order_for(viewer: Actor, pk: int, *, at: datetime) -> Order:
    """A 督办 for who watches its unit, and for those on whose desk it lies or lay."""
    found = Order.objects.filter(pk=pk).select_related("unit", "card").first()
    if found is None:
        raise NotFound()
    if orders(viewer, at=at).filter(pk=pk).exists():
        return found
    keys = inbox.keys_of(viewer, at=at)
    if not inbox.met_among(Order.kind, [pk], keys=keys, person_id=viewer.person_id):
        raise NotFound()
    return found


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind a card: every movement of its clocks, the steps, the letters, the other cards of the matter."""

    clocks: list[tuple[clocks.Clock, list[clocks.Movement]]]
    steps: list[flow.TrackLine]
    letters: list[casework.Letter]
    cards: list[Card]


def evidence_of(case: casework.Case) -> Evidence:
    """The evidence, for a case that the viewer was let see."""
    found = list(clocks.clocks_of(case.reference))
    moved: dict[int, list[clocks.Movement]] = {clock.pk: [] for clock in found}
    for row in clocks.Movement.objects.filter(clock__in=list(moved)).order_by("clock", "serial"):
        moved[row.clock_id].append(row)
    return Evidence(
        clocks=[(clock, moved[clock.pk]) for clock in found],
        steps=flow.track(case.reference) if case.accepted_at else [],
        letters=list(casework.Letter.objects.filter(case=case).order_by("pk")),
        cards=list(Card.objects.filter(**pointing_at(case.reference)).order_by("since", "pk")),
    )
