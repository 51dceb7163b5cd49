"""What programs may be told of documents (接口回调): a document that reached a unit, one that a unit signed for or refused."""

from tongban.business.documents.contracts import CopySigned, DocumentIssued
from tongban.foundation.callbacks import api as callbacks
from tongban.kernel.references import Reference


def offer() -> None:
    callbacks.offer("copy.arrived", callbacks.Subject("来文到达（待签收）", DocumentIssued, arrived))
    callbacks.offer("document.signed_for", callbacks.Subject("发文被签收或者退文", CopySigned, signed_for))


def arrived(event: DocumentIssued) -> list[callbacks.News]:
    """One for each copy: whoever may sign for it hears of it."""
    return [callbacks.News(Reference("copy", pk), {"document_id": event.document.id}) for pk in event.copies]


def signed_for(event: CopySigned) -> list[callbacks.News]:
    """For the sender."""
    facts = {"copy_id": event.copy_id, "unit_id": event.unit_id, "refused": event.refused}
    return [callbacks.News(event.document, facts)]
