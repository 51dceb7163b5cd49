"""电子来文: 签收, 退文 and 收文登记."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tongban.business.documents import queries
from tongban.business.documents.models import Copy
from tongban.business.documents.operations import receive as operations
from tongban.business.documents.operations.distribute import ATTACHMENT
from tongban.business.documents.operations.lay_out import PURPOSE as PAGES
from tongban.business.documents.rules import secrecy
from tongban.business.documents.web.forms import IncomingForm, PaperForm
from tongban.business.documents.web.lists import COPY_STATES
from tongban.business.documents.web.scans import received_scans
from tongban.business.documents.web.whereabouts import after
from tongban.foundation.files import api as files
from tongban.foundation.inbox import api as inbox
from tongban.foundation.numbering import api as numbering
from tongban.foundation.organization.api import Unit, organ_of
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Conflict
from tongban.kernel.now import now


class RefuseForm(ui.Form):
    reason = forms.CharField(
        label="退文原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "退文要写明原因。"},
    )  # fmt: skip


@ui.staff
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """One copy: the document as it was issued, and what the unit does with it."""
    return _copy_page(request, queries.copy_for(request.actor, pk, at=now()))


def _copy_page(
    request: HttpRequest, found: Copy, *, refuse_form: Any = None, register_form: Any = None, status: int = 200
) -> HttpResponse:
    document = found.document
    incoming = queries.incoming_of(found)
    if register_form is None and found.state == "signed" and incoming is None:
        register_form = IncomingForm(series=_series(found.unit_id), initial=_known(found))
    context = {
        "copy": found, "document": document, "refuse_form": refuse_form or RefuseForm(), "register_form": register_form,
        "file": files.files_of(subject=found.reference, purpose=PAGES).first(),
        "attachments": list(files.files_of(subject=found.reference, purpose=ATTACHMENT)),
        "related": queries.related_to(found, viewer=request.actor),
        "place": inbox.place_of(request, found.reference),
        "incoming": incoming, "state": COPY_STATES[found.state], "pages": range(1, document.layout.get("pages", 0) + 1),
    }  # fmt: skip
    return render(request, "documents/copy.html", context, status=status)


def _series(unit_id: int) -> Any:
    return numbering.series_of(unit_id=unit_id, purpose=operations.PURPOSE)


def _known(found: Copy) -> dict[str, Any]:
    document = found.document
    return {
        "title": document.title, "from_unit": document.issuer_name, "from_number": document.number_text,
        "kind": document.kind_name, "urgency": document.urgency, "pages": document.layout.get("pages", 0),
    }  # fmt: skip


@ui.staff
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """签收."""
    found = queries.copy_for(request.actor, pk, at=now())
    operations.sign_for(copy=found, actor=request.actor, at=now(), request_key=request.POST.get("request_key") or None)
    messages.success(request, "已签收，发文单位已看到。请登记收文号。")
    return redirect("documents:copy", pk=pk)


@ui.staff
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """退文 with a reason."""
    found = queries.copy_for(request.actor, pk, at=now())
    form = RefuseForm(request.POST)
    if form.is_valid() and form.carry_out(
        operations.refuse, copy=found, reason=form.cleaned_data["reason"], actor=request.actor, at=now()
    ):
        messages.success(request, "已退文，发文单位会看到原因。")
        return redirect("documents:copy", pk=pk)
    return _copy_page(request, found, refuse_form=form, status=422)


@ui.staff
@require_POST
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """收文登记 of a signed copy."""
    found = queries.copy_for(request.actor, pk, at=now())
    form = IncomingForm(request.POST, series=_series(found.unit_id))
    if form.is_valid():
        given = {"copy": found, "series": form.cleaned_data["series"], "fields": _fields(form)}
        if form.carry_out(operations.register, **given, actor=request.actor, at=now()):
            messages.success(request, f"已登记：{form.result.number_text}。{after(form.result.reference)}")
            return redirect("documents:incoming", pk=form.result.pk)
    return _copy_page(request, found, register_form=form, status=422)


@ui.needs("documents.receive")
def register_paper(request: HttpRequest) -> HttpResponse:
    """收文登记 of a document that came on paper (F-IN-01)."""
    own = Unit.objects.filter(pk=request.actor.unit_id).select_related("organ").first()
    if own is None:
        raise Conflict("您没有在任何单位任职，不能登记收文。", code="documents.no-unit")
    unit = organ_of(own)
    if request.method == "POST":
        operations.register_paper.require(unit, actor=request.actor, at=now())
    form = PaperForm(request.POST or None, request.FILES or None, series=_series(unit.pk))
    if request.method == "POST" and form.is_valid() and _paper_registered(request, form, unit):
        messages.success(request, f"已登记：{form.result.number_text}。{after(form.result.reference)}")
        return redirect("documents:incoming", pk=form.result.pk)
    return render(request, "documents/register.html", {"form": form}, status=422 if form.errors else 200)


def _fields(form: forms.Form) -> operations.IncomingFields:
    data = form.cleaned_data
    return operations.IncomingFields(
        title=data["title"], from_unit=data["from_unit"], from_number=data["from_number"], kind=data["kind"],
        urgency=data["urgency"], pages=data["pages"] or 0, limit=data["limit"],
    )  # fmt: skip


def _paper_registered(request: HttpRequest, form: PaperForm, unit: Unit) -> bool:
    """False when the scan or another field is wrong: the message stands at it. A secret's scan never reaches the store."""
    data = form.cleaned_data
    secrecy.refuse_secret("", data["title"], data["from_number"])
    scans = received_scans(request, form)
    if scans is None:
        return False
    given: dict[str, Any] = {"unit": unit, "series": data["series"], "fields": _fields(form), "scans": scans}
    return form.carry_out(operations.register_paper, **given, actor=request.actor, at=now())
