"""Pages of a document as pictures: what is numbered or sealed is shown from its file, never re-set in the browser."""

import io

import pypdfium2
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from tongban.business.documents import queries
from tongban.business.documents.models import Document
from tongban.foundation.files import api as files
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now

SCALE = 1.6  # 115 dpi: sharp at the width of the reading pane


@ui.staff
def page_image(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    """A page of an outgoing document, sealed when it is."""
    return _image(request, queries.document_for(request.actor, pk, at=now()), no)


@ui.staff
def copy_image(request: HttpRequest, pk: int, no: int) -> HttpResponse:
    """A page of a receiving unit's copy: identical with the sender's (F-EX-15)."""
    return _image(request, queries.copy_for(request.actor, pk, at=now()).document, no)


def _image(request: HttpRequest, document: Document, no: int) -> HttpResponse:
    file = document.sealed_file or document.page_file
    if file is None:
        raise NotFound()
    tag = f'"{file.blob_id}-{no}"'
    response = get_conditional_response(request, etag=tag)
    if response is None or response.status_code != 304:
        response = HttpResponse(_draw(file, no), content_type="image/png")
        response["ETag"] = tag
        response["Cache-Control"] = "private, max-age=3600"
    return response


def _draw(file: files.StoredFile, no: int) -> bytes:
    with files.open_content(file) as source:
        data = source.read()
    pdf = pypdfium2.PdfDocument(data)
    try:
        if not 1 <= no <= len(pdf):
            raise NotFound()
        pdf.init_forms()
        out = io.BytesIO()
        pdf[no - 1].render(scale=SCALE).to_pil().save(out, "PNG", optimize=False)
        return out.getvalue()
    finally:
        pdf.close()
