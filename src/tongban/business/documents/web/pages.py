"""Pages of a document as pictures: what is numbered or sealed is shown from its file, never re-set in the browser.

Like every page they are `private, no-store`: nothing of a document stays on a shared computer.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.business.documents import queries
from tongban.business.documents.models import Copy, Document, Preview
from tongban.business.documents.operations.lay_out import PURPOSE as PAGES
from tongban.foundation.files import api as files
from tongban.foundation.prints import api as prints
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now


@ui.staff
def page_image(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    """A page of an outgoing document, sealed when it is."""
    return _image(request, _file(queries.document_for(request.actor, pk, at=now())), no)


@ui.staff
def copy_image(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    """A page of a receiving unit's copy: identical with the sender's (F-EX-15)."""
    return _image(request, _copied(queries.copy_for(request.actor, pk, at=now())), no)


@ui.staff
def incoming_image(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    """A page of a received document: of the sender's file, or of the scan of the paper."""
    received = queries.incoming_for(request.actor, pk, at=now())
    if received.copy_id is not None:
        return _image(request, received.file, no)
    sheet = received.sheets.filter(order=no).select_related("file__blob").first()
    return _image(request, sheet.file if sheet else None, sheet.no if sheet else 0)


@ui.staff
def preview_image(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    """A page of a draft's preview."""
    return _image(request, _preview(queries.document_for(request.actor, pk, at=now())).file, no)


@ui.staff
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The pages of the draft as they would be printed, or the word that they are being made (asked again by itself)."""
    document = queries.document_for(request.actor, pk, at=now())
    return render(request, "documents/preview.html", {"document": document, **preview_context(document)})


def preview_context(document: Document) -> dict[str, object]:
    """`preview` is None while the worker is still at it."""
    there = Preview.objects.filter(document=document, of=document.changed_at).first()
    return {"preview": there, "preview_pages": range(1, there.pages + 1) if there else ()}


def _preview(document: Document) -> Preview:
    there = Preview.objects.filter(document=document).select_related("file__blob").first()
    if there is None:
        raise NotFound()
    return there


def _copied(copy: Copy) -> files.StoredFile | None:
    return files.files_of(subject=copy.reference, purpose=PAGES).first()


def _file(document: Document) -> files.StoredFile | None:
    return document.sealed_file or document.page_file


def _image(request: HttpRequest, file: files.StoredFile | None, no: int) -> HttpResponse:
    """Under a watermark where the viewer may not take the file away; a scan that is a picture is its own only page."""
    content, media_type = prints.page_of(file, no, viewer=request.actor, at=now())
    return HttpResponse(content, content_type=media_type)
