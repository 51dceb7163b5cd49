"""附件 of a draft (F-OD-09)."""

from datetime import datetime

from tongban.business.documents.models import Document
from tongban.business.documents.rules import secrecy, transitions
from tongban.foundation.files import api as files
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound
from tongban.kernel.operations import note, operation

PURPOSE = "documents.attachment"


@operation(may="documents.edit", on="document")
def add(*, document: Document, received: files.Received, actor: Actor, at: datetime) -> files.StoredFile:
    """Add an uploaded file, while the document may still be changed."""
    transitions.require_editable(document.state)
    secrecy.refuse_secret("", received.name)
    note(size=received.size)
    return files.keep(received=received, subject=document.reference)


def require_addable(document: Document, *, actor: Actor, at: datetime) -> None:
    """Asked before an upload is taken in: who may not add gets no content into the store."""
    add.require(document, actor=actor, at=at)
    transitions.require_editable(document.state)


@operation(may="documents.edit", on="document")
def remove(*, document: Document, file: files.StoredFile, actor: Actor, at: datetime) -> None:
    """Take an attachment away again. NotFound for a file that is no attachment of this document."""
    transitions.require_editable(document.state)
    if file.subject != document.reference or file.purpose != PURPOSE:
        raise NotFound()
    files.discard(file=file)
