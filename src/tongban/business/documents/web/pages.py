"""Pages of a document as pictures: what is numbered or sealed is shown from its file, never re-set in the browser.

Like every page they are `private, no-store`: nothing of a document stays on a shared computer.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.business.documents import drawing, queries
from tongban.business.documents.models import Document, Preview
from tongban.foundation.files import api as files
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now

PICTURES = {"png": "image/png", "jpeg": "image/jpeg"}


@ui.staff
def page_image(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    """A page of an outgoing document, sealed when it is."""
    return _image(_file(queries.document_for(request.actor, pk, at=now())), no)


@ui.staff
def copy_image(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    """A page of a receiving unit's copy: identical with the sender's (F-EX-15)."""
    return _image(_file(queries.copy_for(request.actor, pk, at=now()).document), no)


@ui.staff
def incoming_image(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    """A page of a received document: of the sender's file, or of the scan of the paper."""
    received = queries.incoming_for(request.actor, pk, at=now())
    if received.copy_id is not None:
        return _image(received.file, no)
    sheet = received.sheets.filter(order=no).select_related("file__blob").first()
    return _image(sheet.file if sheet else None, sheet.no if sheet else 0)


@ui.staff
def preview_image(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    """A page of a draft's preview."""
    return _image(_preview(queries.document_for(request.actor, pk, at=now())).file, no)


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


def _file(document: Document) -> files.StoredFile | None:
    return document.sealed_file or document.page_file


def _image(file: files.StoredFile | None, no: int) -> HttpResponse:
    if file is None:
        raise NotFound()
    content, media_type = _picture(file, no)
    return HttpResponse(content, content_type=media_type)


def _picture(file: files.StoredFile, no: int) -> tuple[bytes, str]:
    """A scan that is a picture is its own only page."""
    with files.open_content(file) as source:
        data = source.read()
    if file.type_key in PICTURES and no == 1:
        return data, PICTURES[file.type_key]
    if file.type_key != "pdf":
        raise NotFound()
    return drawing.draw_page(data, no), "image/png"
