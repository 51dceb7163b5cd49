"""各稿: who saved which version when, and what changed between two of them (F-TP-08)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.business.documents import queries
from tongban.business.documents.rules.comparing import compare
from tongban.business.documents.web.acting import whole
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now


@ui.staff
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """The versions, the latest first; ?from=1&to=3 compares two, without it the last two."""
    document = queries.document_for(request.actor, pk, at=now())
    rows = list(document.versions.order_by("-no"))
    by_no = {row.no: row for row in rows}
    later = by_no.get(whole(request.GET.get("to")) or 0) or rows[0]
    earlier = by_no.get(whole(request.GET.get("from")) or 0) or by_no.get(later.no - 1) or later
    context = {
        "document": document, "versions": rows, "earlier": earlier, "later": later,
        "paragraphs": compare(earlier.body, later.body),
    }  # fmt: skip
    return render(request, "documents/versions.html", context)
