"""Reads of documents; the first argument is the viewer. What he may not see is not there."""

from collections.abc import Collection
from datetime import datetime
from typing import TypeVar

from django.db.models import Count, Q, QuerySet

from tongban.business.documents.models import Copy, Document, Incoming, Phrase, Reminder
from tongban.foundation.access import api as access
from tongban.foundation.access.api import keys_of
from tongban.foundation.inbox import api as inbox
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound
from tongban.kernel.models import Record

SEE = "documents.see_unit"
MOST_PHRASES = 30
M = TypeVar("M", bound=Record)


def viewer_keys(viewer: Actor, *, at: datetime) -> list[str]:
    """The keys under which this viewer sees documents."""
    return keys_of(viewer, at=at, see=SEE)


def visible_ids(viewer: Actor, kind: str, ids: Collection[int], *, at: datetime) -> set[int]:
    """Those of the ids that the viewer sees: by his keys, or because a step of it lies, or lay, on his desk. Constant cost."""
    seen = access.visible_among(viewer_keys(viewer, at=at), kind, ids)
    if len(seen) == len(set(ids)):
        return seen
    return seen | inbox.met_among(kind, ids, keys=inbox.keys_of(viewer, at=at), person_id=viewer.person_id)


def document_for(viewer: Actor, pk: int, *, at: datetime) -> Document:
    """An outgoing document that the viewer sees. NotFound otherwise."""
    rows = Document.objects.select_related("unit", "section", "plaque", "page_file", "sealed_file")
    return _seen(rows, viewer, "document", pk, at)


def copy_for(viewer: Actor, pk: int, *, at: datetime) -> Copy:
    rows = Copy.objects.select_related("document", "unit", "document__sealed_file")
    return _seen(rows, viewer, "copy", pk, at)


def incoming_for(viewer: Actor, pk: int, *, at: datetime) -> Incoming:
    rows = Incoming.objects.select_related("unit", "file", "copy", "copy__document")
    return _seen(rows, viewer, "incoming", pk, at)


def newest(viewer: Actor, kind: str, *, at: datetime, limit: int = 20, before: datetime | None = None) -> list[M]:
    """One page of what the viewer sees of a kind, newest first; two statements whatever exists."""
    model = {"document": Document, "copy": Copy, "incoming": Incoming}[kind]
    ids = access.newest_visible(viewer_keys(viewer, at=at), kind, limit=limit, before=before)
    found = model.objects.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def documents(viewer: Actor, *, at: datetime, state: str | None, text: str = "") -> QuerySet[Document]:
    """Outgoing documents that the viewer sees, in one statement with the list's own."""
    rows = Document.objects.filter(access.visible_rows(viewer_keys(viewer, at=at), "document"))
    if state is not None:
        rows = rows.filter(state=state)
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(number_text__icontains=text))
    return rows.select_related("section", "unit")


def copies(viewer: Actor, *, at: datetime, state: str | None) -> QuerySet[Copy]:
    """电子来文 of the units that the viewer sees."""
    rows = Copy.objects.filter(access.visible_rows(viewer_keys(viewer, at=at), "copy"))
    return (rows.filter(state=state) if state else rows).select_related("document")


def received(viewer: Actor, *, at: datetime, text: str = "") -> QuerySet[Incoming]:
    """收文 of the units that the viewer sees."""
    rows = Incoming.objects.filter(access.visible_rows(viewer_keys(viewer, at=at), "incoming"))
    return rows.filter(Q(title__icontains=text) | Q(number_text__icontains=text)) if text else rows


def phrases_of(viewer: Actor) -> list[Phrase]:
    """常用意见 of the viewer, the oldest first: they stay in their place."""
    return list(Phrase.objects.filter(person_id=viewer.person_id).order_by("pk")[:MOST_PHRASES])


def incoming_of(copy: Copy) -> Incoming | None:
    """What the unit registered for its copy."""
    return Incoming.objects.filter(copy=copy).first()


def reminders_of(document: Document) -> QuerySet[Reminder]:
    """催办 of this document, the latest first."""
    return Reminder.objects.filter(copy__document=document).select_related("copy").order_by("-at", "-pk")


def copies_of(document: Document) -> QuerySet[Copy]:
    """签收情况: the refused first, then the waiting, then the rest in the order of signing."""
    return document.copies.order_by("signed_at", "unit__order", "pk").select_related("unit")


def tally(document: Document) -> dict[str, int]:
    """How many units stand where, in one statement."""
    states = {state: Count("pk", filter=Q(state=state)) for state in ("unsigned", "signed", "refused", "completed")}
    return document.copies.aggregate(total=Count("pk"), **states)


def title_of(thing: Document | Copy | Incoming) -> str:
    return thing.document.title if isinstance(thing, Copy) else thing.title


def _seen(rows: QuerySet, viewer: Actor, kind: str, pk: int, at: datetime):
    found = rows.filter(pk=pk).first()
    if found is None or not visible_ids(viewer, kind, [pk], at=at):
        raise NotFound()
    return found
