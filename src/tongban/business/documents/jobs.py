"""Background entry points of documents."""

from tongban.business.documents.models import Document
from tongban.business.documents.operations.lay_out import lay_out as lay_out_document
from tongban.kernel.actor import system_actor
from tongban.kernel.jobs import job
from tongban.kernel.now import now


@job(label="制版")
def lay_out(*, document: int, token: int) -> None:
    lay_out_document(document=Document.objects.get(pk=document), token=token, actor=system_actor("制版"), at=now())
