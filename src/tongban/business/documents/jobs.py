"""Background entry points of documents."""

from tongban.business.documents.models import Document
from tongban.business.documents.operations.lay_out import lay_out as lay_out_document
from tongban.business.documents.operations.lay_out import report_trouble
from tongban.business.documents.operations.preview import make_preview
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Unavailable
from tongban.kernel.jobs import job
from tongban.kernel.now import now


@job(label="制版")
def lay_out(*, document: int, token: int) -> None:
    """A failure is told to the people concerned, and tried again: an administrator may register a font meanwhile."""
    found, actor = Document.objects.get(pk=document), system_actor("制版")
    try:
        lay_out_document(document=found, token=token, actor=actor, at=now())
    except (Conflict, Unavailable) as error:
        report_trouble(document=found, trouble=error.message, actor=actor, at=now())
        raise


@job(label="版式预览", attempts=2)
def preview(*, document: int) -> None:
    """The document may be gone or sent on meanwhile: then there is nothing to draw."""
    found = Document.objects.filter(pk=document).first()
    if found is not None:
        make_preview(document=found, actor=system_actor("版式预览"), at=now())
