"""发文依据: the chooser (【查询关联】), from what one has handled oneself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tongban.business.documents import queries
from tongban.business.documents.models import Document
from tongban.business.documents.operations import basis as operations
from tongban.foundation.references import api as references
from tongban.foundation.ui import api as ui
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Invalid
from tongban.kernel.now import now
from tongban.kernel.references import Reference


@ui.staff
def basis(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose and link."""
    document = queries.document_for(request.actor, pk, at=now())
    if request.method == "POST":
        return _link(request, document)
    text = request.GET.get("q", "").strip()
    linked = queries.bases_of(document)
    found = [t for t in queries.basis_candidates(request.actor, text, at=now()) if t.reference != document.reference]
    context = {
        "document": document, "q": text, "linked": linked_lines(request.actor, document),
        "found": [t for t in found if t.reference not in linked],
    }  # fmt: skip
    return render(request, "documents/basis.html", context)


def linked_lines(viewer: Actor, document: Document) -> list[tuple[Reference, references.Resolved]]:
    """The linked documents as this viewer sees them."""
    linked = queries.bases_of(document)
    seen = references.resolve(linked, viewer=viewer)
    return [(reference, seen[reference]) for reference in linked]


def _link(request: HttpRequest, document: Document) -> HttpResponse:
    try:
        chosen = [Reference.parse(text) for text in request.POST.getlist("basis")]
    except ValueError as error:
        raise Invalid({"basis": "选的内容不对，请重新选择。"}, code="documents.basis") from error
    count = operations.link_basis(document=document, bases=chosen, actor=request.actor, at=now())
    messages.success(request, f"已关联 {count} 件发文依据。" if count else "没有发文依据。")
    return redirect("documents:edit", pk=document.pk)
