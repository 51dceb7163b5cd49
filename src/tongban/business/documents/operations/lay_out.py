"""制版: the numbered document becomes a fixed page file (F-TP-05, F-TP-06)."""

import io
from datetime import datetime

from tongban.business.documents import pages
from tongban.business.documents.contracts import State
from tongban.business.documents.models import Document
from tongban.business.documents.rules import transitions
from tongban.business.documents.rules.kinds import KINDS
from tongban.engines.flow import api as flow
from tongban.foundation.files import api as files
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict
from tongban.kernel.operations import note, operation
from tongban.kernel.references import Reference
from tongban.lib.gongwen.errors import GongwenError

PURPOSE = "documents.pages"


@operation(may="documents.lay_out", on="document")
def lay_out(*, document: Document, token: int, actor: Actor, at: datetime) -> Document:
    """Typeset and keep the file, and let the process go on. Doing it twice gives the same state."""
    document = Document.objects.select_for_update(of=("self",)).select_related("plaque", "unit").get(pk=document.pk)
    if State(document.state) in (State.LAID_OUT, State.SEALED, State.ISSUED):
        return document
    transitions.require_turn("lay_out", document.state, number=KINDS[document.kind_name].number)
    laid = _typeset(document, at)
    _refuse_missing(laid)
    document.page_file = store_pdf(document, laid.pdf)
    document.layout, document.state = pages.layout_facts(laid), State.LAID_OUT
    document.save(update_fields=["page_file", "layout", "state"])
    note(pages=laid.pages)
    flow.finish_service(document.reference, token, actor=actor, at=at)
    return document


def store_pdf(document: Document, pdf: bytes) -> files.StoredFile:
    """Keep a page file of the document under a name that people know."""
    name = f"{document.number_text or '公文'} {document.title}.pdf"
    received = files.receive(source=io.BytesIO(pdf), name=name, purpose=PURPOSE)
    return files.keep(received=received, subject=Reference("document", document.pk))


def _typeset(document: Document, at: datetime):
    body = document.versions.get(no=document.version).body
    try:
        return pages.typeset(document, body, at=at)
    except GongwenError as error:
        raise Conflict(f"不能制版：{error}", code="documents.layout-failed") from error


def _refuse_missing(laid) -> None:
    """A character that no font draws would print as an empty box: the document is not issued with it."""
    lost = "".join(sorted({g.character for g in laid.missing_glyphs if not g.replaced_by}))
    if lost:
        raise Conflict(
            f"字体中没有这些字：{lost}。请登记包含这些字的字体，或修改正文。", code="documents.missing-glyphs"
        )
