"""制版: the text becomes the fixed page file (F-TP-05, F-TP-06). The worker does it, where the fonts are."""

import io
from datetime import datetime

from django.utils.timezone import localdate

from tongban.business.documents import pages
from tongban.business.documents.contracts import State
from tongban.business.documents.models import Document
from tongban.business.documents.operations.preview import drop_preview
from tongban.business.documents.rules import transitions
from tongban.business.documents.rules.kinds import KINDS
from tongban.engines.flow import api as flow
from tongban.foundation.files import api as files
from tongban.foundation.notifications import api as notifications
from tongban.foundation.organization.api import Duty, holders
from tongban.kernel.actor import Actor
from tongban.kernel.operations import note, operation
from tongban.kernel.references import Reference

PURPOSE = "documents.pages"


@operation(may="documents.lay_out", on="document")
def lay_out(*, document: Document, token: int, actor: Actor, at: datetime) -> Document:
    """Typeset and keep the file, and let the process go on. A second run, or one that comes too late, changes nothing."""
    document = Document.objects.select_for_update(of=("self",)).select_related("plaque", "unit").get(pk=document.pk)
    if flow.waiting_service(document.reference, "lay_out") != token:
        return document
    transitions.require_turn("lay_out", document.state, number=KINDS[document.kind_name].number)
    document.printed_on = document.printed_on or localdate(at)  # 编号 has set it, where there is a number
    laid = pages.typeset(document, at=at)
    document.page_file = store_pdf(document, laid.pdf)
    document.layout, document.state = pages.layout_facts(laid), State.LAID_OUT
    document.save(update_fields=["page_file", "layout", "state", "printed_on"])
    drop_preview(document)
    note(pages=laid.pages)
    flow.finish_service(document.reference, token, actor=actor, at=at)
    return document


@operation(may="documents.lay_out", on="document")
def report_trouble(*, document: Document, trouble: str, actor: Actor, at: datetime) -> None:
    """制版 failed: the page says why, and the 机要 and the drafter are told, once for each new reason."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.layout.get("trouble") == trouble or document.state not in (State.SIGNED, State.NUMBERED):
        return
    document.layout = {"trouble": trouble}
    document.save(update_fields=["layout"])
    registrars = holders(unit_ids=[document.unit_id], at=at, duty=Duty.REGISTRAR)
    people = [document.drafter_id, *(h.person_id for h in registrars)]
    notifications.notify(people, title="版式文件没有生成", body=trouble[:300], reference=document.reference)


def store_pdf(document: Document, pdf: bytes) -> files.StoredFile:
    """Keep a page file of the document under a name that people know."""
    name = f"{document.number_text or '公文'} {document.title}.pdf"
    received = files.receive(source=io.BytesIO(pdf), name=name, purpose=PURPOSE)
    return files.keep(received=received, subject=Reference("document", document.pk))
