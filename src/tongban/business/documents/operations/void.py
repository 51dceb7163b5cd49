"""作废 of a document that will not be issued; its number, if it has one, goes out of use with the reason."""

from datetime import datetime

from tongban.business.documents.contracts import State
from tongban.business.documents.models import Document
from tongban.business.documents.operations.preview import drop_preview
from tongban.business.documents.rules import secrecy, transitions
from tongban.engines.flow import api as flow
from tongban.foundation.numbering import api as numbering
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Invalid
from tongban.kernel.operations import note, operation


@operation(may="documents.void", on="document")
def void(*, document: Document, reason: str, actor: Actor, at: datetime) -> Document:
    """作废, by the drafter who has it on the desk. The process ends where it stands; the text stays readable."""
    reason = reason.strip()
    if not reason:
        raise Invalid({"reason": "作废要写明原因。"}, code="documents.reason-missing")
    secrecy.refuse_secret("", reason)
    document = Document.objects.select_for_update().get(pk=document.pk)
    transitions.require_editable(document.state)
    if document.number is not None:
        numbering.void(number=document.number, reason=reason)
        note(number=document.number_text)
    document.number, document.number_text = None, ""
    document.state, document.void_reason, document.changed_at = State.VOID, reason[:200], at
    document.save(update_fields=["number", "number_text", "state", "void_reason", "changed_at"])
    drop_preview(document)
    flow.terminate(document.reference, actor=actor, at=at)
    return document
