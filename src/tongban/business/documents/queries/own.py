"""What belongs to the viewer alone, and what he has sent on its way."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from tongban.business.documents.models import Copy, Document, Incoming, Phrase
from tongban.engines.flow import api as flow
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Duty, Person, Unit
from tongban.kernel.actor import Actor

MOST_PHRASES = 30
SENDERS = (Duty.REGISTRAR, Duty.RECEIVER, Duty.DOCUMENT_MANAGER)  # who looks after what the unit has sent


def phone_of(viewer: Actor) -> str:
    """The office telephone of the viewer, for the draft form."""
    found = Person.objects.filter(pk=viewer.person_id or 0).values_list("office_phone", flat=True).first()
    return found or ""


def phrases_of(viewer: Actor) -> list[Phrase]:
    """常用意见 of the viewer, the oldest first: they stay in their place."""
    return list(Phrase.objects.filter(person_id=viewer.person_id or 0).order_by("pk")[:MOST_PHRASES])


def own_under_way(viewer: Actor) -> QuerySet[Document]:
    """The viewer's own drafts that others have now, or that he has not sent on, the latest changed first."""
    rows = Document.objects.filter(drafter_id=viewer.person_id or 0)
    return rows.exclude(state__in=["issued", "void", "purged"]).order_by("-changed_at", "-pk")


def who_has(things: Collection[Document] | Collection[Incoming]) -> dict[int, list[tuple[str, str, datetime]]]:
    """Id → the steps that wait, for whom and since when (F-OD-34, F-IN-14), in one statement. All of one kind."""
    kinds = {thing.kind: None for thing in things}
    works = flow.Work.objects.filter(
        state=flow.Work.OPEN, subject_kind__in=list(kinds), subject_id__in=[thing.pk for thing in things]
    ).order_by("id")
    found: dict[int, list[tuple[str, str, datetime]]] = {}
    for subject_id, step, names, since in works.values_list("subject_id", "step", "names", "opened_at"):
        found.setdefault(subject_id, []).append((step, names, since))
    return found


def unsigned_of(viewer: Actor, *, at: datetime, cap: int) -> tuple[int, int]:
    """How many copies of what the viewer (or, for its 机要 and 收发员, the unit) sent wait, and how many came back; capped."""
    mine = Copy.objects.filter(sent_by(viewer, at=at))
    return mine.filter(state="unsigned")[:cap].count(), mine.filter(state="refused")[:cap].count()


def sent_by(viewer: Actor, *, at: datetime) -> Q:
    """Copies that the viewer looks after as their sender."""
    own = Q(document__drafter_id=viewer.person_id or 0)
    unit = Unit.objects.filter(pk=viewer.unit_id or 0).values_list("organ_id", flat=True).first()
    duties = {inbox.duty_key(viewer.unit_id or 0, duty) for duty in SENDERS}
    return own | Q(document__unit_id=unit) if unit and duties & set(inbox.keys_of(viewer, at=at)) else own
