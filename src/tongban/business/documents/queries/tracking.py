"""Copies of one document: where they stand, and who receives."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Case, Count, Q, QuerySet, Value, When

from tongban.business.documents.models import Copy, Document, Incoming, Reminder
from tongban.foundation.organization.api import Duty, Holder, Unit, holders

COPY_STATES = ("unsigned", "signed", "refused", "completed", "withdrawn")


def receivers_of(unit_ids: Collection[int], at: datetime) -> list[Holder]:
    """The 收发员 of units, in the unit itself or one of its sections."""
    sections = Unit.objects.filter(organ_id__in=unit_ids).values_list("pk", flat=True)
    return holders(unit_ids=[*unit_ids, *sections], at=at, duty=Duty.RECEIVER)


def copies_of(document: Document, *, state: str = "", text: str = "") -> QuerySet[Copy]:
    """签收情况: the refused first, then the waiting, then the rest in the order of signing, the withdrawn last."""
    rows = document.copies.filter(unit_name__icontains=text) if text else document.copies.all()
    places = (("refused", 0), ("unsigned", 1), ("withdrawn", 3))
    place = Case(*(When(state=name, then=Value(n)) for name, n in places), default=Value(2))
    rows = rows.filter(state=state) if state else rows
    return rows.order_by(place, "signed_at", "unit__order", "pk").select_related("unit")


def tally(document: Document) -> dict[str, int]:
    """How many units stand where, in one statement."""
    states = {state: Count("pk", filter=Q(state=state)) for state in COPY_STATES}
    return document.copies.aggregate(total=Count("pk"), **states)


def units_without_receiver(copies: Collection[Copy], *, at: datetime) -> set[int]:
    """Units that nobody receives for (收发员岗位空缺), of those whose copy waits."""
    waiting = {copy.unit_id for copy in copies if copy.state == "unsigned"}
    return waiting - {holder.organ_id for holder in receivers_of(sorted(waiting), at)}


def reminders_of(document: Document) -> QuerySet[Reminder]:
    """催办 of this document, the latest first."""
    return Reminder.objects.filter(copy__document=document).select_related("copy").order_by("-at", "-pk")


def incoming_of(copy: Copy) -> Incoming | None:
    """What the unit registered for its copy."""
    return Incoming.objects.filter(copy=copy).exclude(state="returned").first()
