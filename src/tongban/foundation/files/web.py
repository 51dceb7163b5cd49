"""Handing files out: never executed in our name, never sniffed, and logged."""

from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from tongban.foundation.files.api import StoredFile, download, file_by_uid, open_content
from tongban.foundation.files.stores import store
from tongban.foundation.ui.api import staff
from tongban.kernel.now import now

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'self'"


def handed_out(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The file to whoever may see its subject; `?inline` shows harmless types in the page instead of saving them."""
    return hand_out(request, uid, inline="inline" in request.GET)


def hand_out(request: HttpRequest, uid: UUID, *, inline: bool = False) -> HttpResponseBase:
    """The answer with the content, after the operation that lets it go."""
    file = download(file=file_by_uid(uid), actor=request.actor, at=now())  # type: ignore[attr-defined]
    response = _accelerated(file) or FileResponse(open_content(file))
    response["Content-Type"] = file.type.media_type
    response["Content-Length"] = str(file.blob.size)
    response["Content-Disposition"] = (
        content_disposition_header(not (inline and file.type.inline), file.name) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, no-store"
    return response


send = staff(require_safe(handed_out))


def _accelerated(file: StoredFile) -> HttpResponse | None:
    """Let the web server in front send the content, where the operator set it up so."""
    place = store().path(file.digest)
    if not settings.FILES_X_ACCEL or not place:
        return None
    return HttpResponse(headers={"X-Accel-Redirect": f"{settings.FILES_X_ACCEL.rstrip('/')}/{place}"})
