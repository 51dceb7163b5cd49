"""Reads of documents; the first argument is the viewer. What he may not see is not there."""

from collections.abc import Collection
from datetime import datetime
from typing import TypeVar

from django.db.models import Count, Q, QuerySet

from tongban.business.documents.models import Copy, Document, Incoming, Phrase, Purge, Reminder
from tongban.foundation.access import api as access
from tongban.foundation.access.api import keys_of
from tongban.foundation.audit import api as audit
from tongban.foundation.files import api as files
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Duty, Holder, Unit, holders, units_above
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound
from tongban.kernel.models import Record
from tongban.kernel.references import Reference

SEE = "documents.see_unit"
PURGED = "purged"
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
    rows = Document.objects.filter(access.visible_rows(viewer_keys(viewer, at=at), "document")).exclude(state=PURGED)
    if state is not None:
        rows = rows.filter(state=state)
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(number_text__icontains=text))
    return rows.select_related("section", "unit")


def copies(viewer: Actor, *, at: datetime, state: str | None) -> QuerySet[Copy]:
    """电子来文 of the units that the viewer sees."""
    rows = Copy.objects.filter(access.visible_rows(viewer_keys(viewer, at=at), "copy"))
    rows = rows.exclude(document__state=PURGED)
    return (rows.filter(state=state) if state else rows).select_related("document")


def received(viewer: Actor, *, at: datetime, text: str = "") -> QuerySet[Incoming]:
    """收文 of the units that the viewer sees."""
    rows = Incoming.objects.filter(access.visible_rows(viewer_keys(viewer, at=at), "incoming")).exclude(state=PURGED)
    return rows.filter(Q(title__icontains=text) | Q(number_text__icontains=text)) if text else rows


def phrases_of(viewer: Actor) -> list[Phrase]:
    """常用意见 of the viewer, the oldest first: they stay in their place."""
    return list(Phrase.objects.filter(person_id=viewer.person_id).order_by("pk")[:MOST_PHRASES])


def confirmers_of(purge: Purge, *, at: datetime) -> list[int]:
    """Who may be the second person: the leaders of the unit, and other security administrators over it. Never the proposer."""
    leaders = {h.person_id for rank in ("head", "deputy") for h in holders(unit_ids=[purge.unit_id], at=at, rank=rank)}
    return sorted((leaders | _security_admins(purge.unit_id, at)) - {purge.proposer_id})


def _security_admins(unit_id: int, at: datetime) -> set[int]:
    level = access.RoleClass.SECURITY_ADMIN
    grants = access.Grant.objects.filter(Q(until=None) | Q(until__gt=at), role__level=level, person__isnull=False)
    over = Q(unit=None) | Q(unit_id=unit_id) | Q(unit_id__in=list(units_above(unit_id)), below=True)
    return set(grants.filter(over).values_list("person_id", flat=True))


def readers_of(subjects: Collection[Reference]) -> list[dict[str, str]]:
    """Who has taken a file of these subjects to his own machine: from the audit trail, each person once."""
    found: dict[str, dict[str, str]] = {}
    for subject in subjects:
        for file in files.files_of(subject=subject):
            for entry in audit.history_of(file.reference).filter(action="files.download", outcome="done"):
                who = {"name": entry.actor_name, "unit": entry.unit_name, "at": entry.at.isoformat()}
                found[f"{entry.person_id}"] = who
    return list(found.values())


def purges(viewer: Actor, *, at: datetime) -> QuerySet[Purge]:
    """涉密清除 over the units where the viewer may propose one, the newest first."""
    units = access.units_where(actor=viewer, permission="documents.purge", at=at)
    rows = Purge.objects.order_by("-pk")
    return rows if units is None else rows.filter(unit__in=units)


def purge_for(viewer: Actor, pk: int, *, at: datetime) -> Purge:
    """One that the viewer proposed, may confirm, or looks after. NotFound otherwise."""
    found = Purge.objects.filter(pk=pk).first()
    if found is None or not sees_purge(viewer, found, at=at):
        raise NotFound()
    return found


def sees_purge(viewer: Actor, purge: Purge, *, at: datetime) -> bool:
    people = {purge.proposer_id, purge.confirmer_id, *confirmers_of(purge, at=at)}
    return viewer.system or viewer.person_id in people


def purgeable(viewer: Actor, text: str, *, at: datetime) -> list[Document | Incoming]:
    """What the viewer may propose to purge under this number or register place ("document:12"). Copies lead to their document."""
    text = text.strip()
    kind, _, number = text.partition(":")
    pk = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None
    outgoing = Document.objects.filter(Q(number_text=text) | Q(pk=pk if kind == "document" else None))
    paper = Incoming.objects.filter(Q(number_text=text) | Q(pk=pk if kind == "incoming" else None), copy=None)
    found = [*outgoing.exclude(state="purged")[:10], *paper.exclude(state="purged")[:10]] if text else []
    return [t for t in found if access.may(actor=viewer, permission="documents.purge", target=t, at=at)]


def title_for_purge(purge: Purge) -> str:
    """What the second person must recognise before it goes."""
    model: type[Document] | type[Incoming] = Document if purge.subject_kind == "document" else Incoming
    return model.objects.values_list("title", flat=True).get(pk=purge.subject_id)


def incoming_of(copy: Copy) -> Incoming | None:
    """What the unit registered for its copy."""
    return Incoming.objects.filter(copy=copy).first()


def receivers_of(unit_ids: Collection[int], at: datetime) -> list[Holder]:
    """The 收发员 of units, in the unit itself or one of its sections."""
    sections = Unit.objects.filter(organ_id__in=unit_ids).values_list("pk", flat=True)
    return holders(unit_ids=[*unit_ids, *sections], at=at, duty=Duty.RECEIVER)


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
    if found is None or _purged(found) or not visible_ids(viewer, kind, [pk], at=at):
        raise NotFound()
    return found


def _purged(thing: Document | Copy | Incoming) -> bool:
    return (thing.document if isinstance(thing, Copy) else thing).state == PURGED
