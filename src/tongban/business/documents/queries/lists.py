"""Lists of what a viewer sees, each in one statement with its own columns."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongban.business.documents.models import Copy, Document, Incoming
from tongban.business.documents.queries.seeing import PURGED, seen_rows, viewer_keys
from tongban.foundation.access import api as access
from tongban.foundation.organization.api import Unit
from tongban.kernel.actor import Actor
from tongban.kernel.models import Record
from tongban.kernel.references import Reference

MOST_CANDIDATES = 20  # of each kind: the search finds older ones
M = TypeVar("M", bound=Record)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; what is left empty does not narrow. `section`: the drafting section's id."""

    text: str = ""
    state: str = ""
    kind: str = ""
    section: int | None = None
    year: int | None = None
    waiting: bool = False  # sent, and somebody has not signed or has sent it back


def documents(viewer: Actor, *, at: datetime, wanted: Wanted = Wanted()) -> QuerySet[Document]:
    """Outgoing documents that the viewer sees, in one statement with the list's own."""
    rows = Document.objects.filter(seen_rows(viewer, "document", at=at)).exclude(state=PURGED)
    rows = _narrowed(rows, wanted, when="issued_at" if wanted.state == "issued" else "created_at")
    if wanted.section:
        rows = rows.filter(section_id=wanted.section)
    if wanted.waiting:
        open_copies = Copy.objects.filter(document=OuterRef("pk"), state__in=["unsigned", "refused"])
        rows = rows.filter(Exists(open_copies))
    return rows.select_related("section", "unit")


def _narrowed(rows: QuerySet[M], wanted: Wanted, *, when: str) -> QuerySet[M]:
    """By the columns that every list of documents has."""
    if wanted.text:
        rows = rows.filter(Q(title__icontains=wanted.text) | Q(number_text__icontains=wanted.text))
    exact = {"state": wanted.state, "kind_name": wanted.kind, f"{when}__year": wanted.year}
    return rows.filter(**{name: value for name, value in exact.items() if value})


def copies(viewer: Actor, *, at: datetime, state: str | None) -> QuerySet[Copy]:
    """电子来文 of the units that the viewer sees."""
    rows = Copy.objects.filter(seen_rows(viewer, "copy", at=at))
    rows = rows.exclude(document__state=PURGED)
    return (rows.filter(state=state) if state else rows).select_related("document")


def received(viewer: Actor, *, at: datetime, wanted: Wanted = Wanted()) -> QuerySet[Incoming]:
    """收文 of the units that the viewer sees."""
    rows = Incoming.objects.filter(seen_rows(viewer, "incoming", at=at)).exclude(state=PURGED)
    return _narrowed(rows, wanted, when="registered_at")


def sections_of(viewer: Actor) -> list[tuple[int, str]]:
    """The sections of the viewer's organ, for the filter of lists."""
    organ = Unit.objects.filter(pk=viewer.unit_id or 0).values("organ_id")
    return list(
        Unit.objects.filter(organ_id__in=organ, valid_to=None).order_by("order", "pk").values_list("pk", "name")
    )


def newest(viewer: Actor, kind: str, *, at: datetime, limit: int = 20, before: datetime | None = None) -> list[M]:
    """One page of what the viewer sees of a kind, newest first; two statements whatever exists."""
    model: Any = {"document": Document, "copy": Copy, "incoming": Incoming}[kind]
    ids = access.newest_visible(viewer_keys(viewer, at=at), kind, limit=limit, before=before)
    found = model.objects.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def bases_of(document: Document) -> list[Reference]:
    """发文依据 of the document."""
    return [basis.subject for basis in document.bases.order_by("pk")]


def basis_candidates(viewer: Actor, text: str, *, at: datetime) -> list[Document | Incoming]:
    """经办公文 and 经办文稿 of the viewer, the newest first, that a new document may rest on (F-OD-07)."""
    wanted = Wanted(text=text)
    outgoing = documents(viewer, at=at, wanted=wanted).order_by("-pk")[:MOST_CANDIDATES]
    return [*outgoing, *received(viewer, at=at, wanted=wanted).order_by("-pk")[:MOST_CANDIDATES]]
