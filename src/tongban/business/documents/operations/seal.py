"""用印: the unit's seal on the page file, signed so that any later change shows (F-SE-06, F-SE-09)."""

from datetime import datetime

from tongban.business.documents.contracts import State
from tongban.business.documents.models import Document
from tongban.business.documents.operations.lay_out import store_pdf
from tongban.business.documents.rules import transitions
from tongban.engines.flow import api as flow
from tongban.engines.seals import api as seals
from tongban.foundation.files import api as files
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict
from tongban.kernel.operations import note, operation


@operation(may="documents.seal", on="document")
def seal(*, document: Document, unlocked: seals.Unlocked, actor: Actor, at: datetime) -> Document:
    """Seal every place that the layout kept free, and finish the step. The use is entered in the seal's register."""
    document = Document.objects.select_for_update(of=("self",)).select_related("page_file").get(pk=document.pk)
    transitions.require_turn("seal", document.state)
    places = document.layout.get("seals", [])
    if not places or document.page_file is None:
        raise Conflict("版式文件没有留出印章位置，请重新制版。", code="documents.no-seal-place")
    use = _use(document, places[0])
    stamped = seals.apply_seal(unlocked=unlocked, pdf_file=_content(document.page_file), use=use)
    document.sealed_file, document.state = store_pdf(document, stamped), State.SEALED
    document.save(update_fields=["sealed_file", "state"])
    note(seal=unlocked.seal.pk)
    flow.finish(work=flow.open_work(document.reference, "seal"), actor=actor, at=at, opinion="已用印")
    return document


def _use(document: Document, place: dict) -> seals.Use:
    """What the register says of this use, and where the seal stands. Who signed the document approved it."""
    signed = [w for w in flow.works_of(document.reference) if w.element == "sign" and w.state == flow.Work.DONE]
    if not signed or document.signed_at is None:
        raise Conflict("公文还没有签发，不能用印。", code="documents.not-signed")
    approver = Actor(person_id=signed[-1].person_id, name=signed[-1].person_name)
    return seals.Use(
        subject=document.reference, unit_id=document.unit_id, title=document.title, number=document.number_text,
        approver=approver, approved_at=document.signed_at, page=place["page"], x=place["x"], y=place["y"],
        pages=document.layout["pages"],
    )  # fmt: skip


def _content(file: files.StoredFile) -> bytes:
    with files.open_content(file) as source:
        return source.read()
