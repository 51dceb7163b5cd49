"""扫描件: its pages put in order, turned, taken away, and further ones added; every act is a button of a plain form."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tongban.business.documents import queries, scanning
from tongban.business.documents.models import Incoming
from tongban.business.documents.operations import scans as operations
from tongban.business.documents.rules import secrecy
from tongban.business.documents.rules.arranging import arranged
from tongban.business.documents.web.acting import whole
from tongban.business.documents.web.forms import ScansForm
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Invalid
from tongban.kernel.now import now


@ui.staff
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The pages; a posted form adds some."""
    incoming = queries.incoming_for(request.actor, pk, at=now())
    form = ScansForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        operations.add_scans.require(incoming, actor=request.actor, at=now())
        if form.is_valid() and _added(request, form, incoming):
            messages.success(request, "已补扫，在最后。")
            return redirect("documents:scan", pk=pk)
    context = {
        "incoming": incoming,
        "sheets": list(incoming.sheets.select_related("file").order_by("order")),
        "form": form,
    }
    return render(request, "documents/scan.html", context, status=422 if form.errors else 200)


@ui.staff
@require_POST
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """One act on one page."""
    incoming = queries.incoming_for(request.actor, pk, at=now())
    pages = list(incoming.sheets.order_by("order").values_list("pk", "turn"))
    wanted = arranged(pages, whole(request.POST.get("page")) or 0, request.POST.get("act", ""))
    operations.arrange_scan(
        incoming=incoming, pages=[operations.Placed(*page) for page in wanted], actor=request.actor, at=now()
    )
    return redirect("documents:scan", pk=pk)


def received_scans(request: HttpRequest, form: ui.Form) -> list[operations.Scan] | None:
    """The chosen scans in the store, their pages counted; None with the message at the field. A secret's never reaches the store."""
    uploads = form.cleaned_data["scan"]
    secrecy.refuse_secret("", *(upload.name for upload in uploads))
    try:
        return [scanning.taken_in(upload) for upload in uploads]
    except Invalid as error:
        ui.record_refusal(request, error)
        form.add_error("scan", error.message)
        return None


def _added(request: HttpRequest, form: ScansForm, incoming: Incoming) -> bool:
    scans = received_scans(request, form)
    return scans is not None and form.carry_out(
        operations.add_scans, incoming=incoming, scans=scans, actor=request.actor, at=now()
    )
