"""附件 beside the draft: a part of the page that changes alone, so that what is being written stays."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tongban.business.documents import queries
from tongban.business.documents.models import Document
from tongban.business.documents.operations import attachments as operations
from tongban.business.documents.operations.attachments import PURPOSE
from tongban.business.documents.rules import secrecy
from tongban.foundation.files import api as files
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Invalid, NotFound
from tongban.kernel.now import now


def attachments_context(document: Document) -> dict[str, Any]:
    """The attachments, and the word about their size (F-EX-17)."""
    return {
        "attachments": list(files.files_of(subject=document.reference, purpose=PURPOSE)),
        "size_warning": files.size_warning(document.reference, purpose=PURPOSE),
    }


@ui.staff
@require_POST
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """上传附件 to a saved draft (F-OD-09)."""
    document = queries.document_for(request.actor, pk, at=now())
    operations.require_addable(document, actor=request.actor, at=now())
    upload = request.FILES.get("file")
    if upload is None:
        return _part(request, document, trouble="请选择要上传的附件。")
    secrecy.refuse_secret("", upload.name or "")
    try:
        received = files.receive(source=upload, name=upload.name or "附件", purpose=PURPOSE)
    except Invalid as error:
        ui.record_refusal(request, error)
        return _part(request, document, trouble=error.message)
    operations.add(document=document, received=received, actor=request.actor, at=now())
    return _part(request, document, said=f"已上传 {received.name}。")


@ui.staff
@require_POST
def detach(request: HttpRequest, pk: int, uid: Any) -> HttpResponse:
    """Remove an attachment."""
    document = queries.document_for(request.actor, pk, at=now())
    file = files.file_by_uid(uid)
    if file is None:
        raise NotFound()
    operations.remove(document=document, file=file, actor=request.actor, at=now())
    return _part(request, document, said="已删除附件。")


def _part(request: HttpRequest, document: Document, *, said: str = "", trouble: str = "") -> HttpResponse:
    """The part alone for htmx; without script back to the draft."""
    if not ui.is_htmx(request) and not trouble:
        return redirect("documents:edit", pk=document.pk)
    context = {"document": document, "said": said, "trouble": trouble, **attachments_context(document)}
    return render(request, "documents/attachments.html", context, status=422 if trouble else 200)
