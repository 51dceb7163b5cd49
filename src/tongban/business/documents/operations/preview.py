"""版式预览: the real pages of a draft, made by the worker after each save."""

import io
from datetime import datetime

from tongban.business.documents import pages
from tongban.business.documents.models import Document, Preview
from tongban.business.documents.rules import transitions
from tongban.foundation.files import api as files
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict
from tongban.kernel.operations import enqueue, inside_operation, note, operation

PURPOSE = "documents.preview"


@operation(may="documents.lay_out", on="document")
def make_preview(*, document: Document, actor: Actor, at: datetime) -> Preview | None:
    """Typeset the draft as it stands, unless that was done already or it can no longer change."""
    document = Document.objects.select_for_update(of=("self",)).select_related("plaque", "unit").get(pk=document.pk)
    there = Preview.objects.filter(document=document).first()
    if document.state not in transitions.EDITABLE or (there and there.of == document.changed_at):
        return there
    drop_preview(document)
    made = Preview(document=document, of=document.changed_at)
    try:
        laid = pages.typeset(document, at=at, draft=True)
    except Conflict as error:
        made.trouble = error.message[:300]
    else:
        made.file, made.pages, made.remarks = _kept(document, laid.pdf), laid.pages, pages.remarks(laid)
    made.save()
    note(pages=made.pages)
    return made


@inside_operation
def ask_for_preview(document: Document) -> None:
    """The worker draws the pages as soon as this operation has committed."""
    enqueue("documents.preview", document=document.pk)


@inside_operation
def drop_preview(document: Document) -> None:
    """Take the draft's pages away: they are out of date, or the real ones are there."""
    for there in Preview.objects.filter(document=document).select_related("file"):
        file = there.file
        there.delete()
        if file is not None:
            files.discard(file=file)


def _kept(document: Document, pdf: bytes) -> files.StoredFile:
    received = files.receive(source=io.BytesIO(pdf), name="预览.pdf", purpose=PURPOSE)
    return files.keep(received=received, subject=document.reference)
