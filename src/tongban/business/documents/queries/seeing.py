"""Who sees what: by keys of person, post and unit, or because a step lies, or lay, on the desk."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, Q, QuerySet

from tongban.business.documents.models import Copy, Document, Incoming
from tongban.foundation.access import api as access
from tongban.foundation.access.api import keys_of
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import leaders_of
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound

SEE = "documents.see_unit"
PURGED = "purged"


def viewer_keys(viewer: Actor, *, at: datetime) -> list[str]:
    """The keys under which this viewer sees documents."""
    return keys_of(viewer, at=at, see=SEE)


def visible_ids(viewer: Actor, kind: str, ids: Collection[int], *, at: datetime) -> set[int]:
    """Those of the ids that the viewer sees, at constant cost: by his keys, because a step of it lies, or lay, on his desk,
    or because it waits on the own desk of a leader whose secretary he is (代录). The last ends with the wait, or with the post.
    """
    wanted = set(ids)
    seen = access.visible_among(viewer_keys(viewer, at=at), kind, ids)
    if seen < wanted:
        seen |= inbox.met_among(kind, ids, keys=inbox.keys_of(viewer, at=at), person_id=viewer.person_id)
    if seen < wanted and viewer.person_id is not None:
        seen |= inbox.waiting_among(kind, ids, persons=leaders_of(viewer.person_id, at))
    return seen


def seen_rows(viewer: Actor, kind: str, *, at: datetime) -> Q | Exists:
    """The same as a filter for lists: all rows of a kind that the viewer sees."""
    met = inbox.met_rows(kind, keys=inbox.keys_of(viewer, at=at), person_id=viewer.person_id)
    return access.visible_rows(viewer_keys(viewer, at=at), kind, and_these=met)


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


def title_of(thing: Document | Copy | Incoming) -> str:
    return thing.document.title if isinstance(thing, Copy) else thing.title


def _seen(rows: QuerySet, viewer: Actor, kind: str, pk: int, at: datetime):
    found = rows.filter(pk=pk).first()
    if found is None or _purged(found) or not visible_ids(viewer, kind, [pk], at=at):
        raise NotFound()
    return found


def _purged(thing: Document | Copy | Incoming) -> bool:
    return (thing.document if isinstance(thing, Copy) else thing).state == PURGED
