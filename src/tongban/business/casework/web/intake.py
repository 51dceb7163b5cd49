"""窗口收件: choose an item, take the application in, hand out the receipt; and take in a supplement."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tongban.business.casework import queries
from tongban.business.casework.contracts import MATERIAL, Application, Channel, Sort, State
from tongban.business.casework.models import Case
from tongban.business.casework.operations.submit import resubmit, submit
from tongban.business.casework.web.forms import ApplicantForm, MaterialsForm
from tongban.business.catalog import api as catalog
from tongban.business.licenses import api as licenses
from tongban.engines.forms import api as forms
from tongban.foundation.files import api as files
from tongban.foundation.organization.api import Unit
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.now import now


@ui.needs("casework.take_in")
def choose(request: HttpRequest) -> HttpResponse:
    """The published items of the viewer's organ."""
    own = Unit.objects.filter(pk=request.actor.unit_id).values("organ_id")
    text = request.GET.get("q", "").strip()
    rows = catalog.search(catalog.published().filter(item__unit__in=own), text).order_by("name")
    page = ui.Listing(request, sorts={"name": ("name", "pk")}, default="name").page(rows)
    return render(request, "casework/choose.html", {"page": page, "rows": page.rows, "q": text})


@ui.needs("casework.take_in")
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    """收件 of one application."""
    version = catalog.published_version(pk)
    parts = _parts(request, version)
    if request.method == "POST" and all(part.is_valid() for part in parts):
        made = _carried(request, parts, submit, version=version)
        if made is not None:
            messages.success(request, f"已收件：{made.number_text}。请把回执交给申请人。")
            return redirect("casework:receipt", pk=made.pk)
    return _form_page(request, version, parts)


@ui.staff
def supplement(request: HttpRequest, pk: int) -> HttpResponse:
    """补正: what was asked for comes in; the form stands as it was handed in."""
    case = queries.case_for(request.actor, pk, at=now())
    if case.state != State.SUPPLEMENT:
        raise Conflict("这个办件现在不需要补正。", code="casework.not-to-supplement")
    parts = _parts(request, case.version, case=case)
    if request.method == "POST" and all(part.is_valid() for part in parts):
        made = _carried(request, parts, resubmit, case=case)
        if made is not None:
            messages.success(request, "已收到补正材料，重新计算五个工作日。")
            return redirect("casework:page", pk=case.pk)
    return _form_page(request, case.version, parts, case=case)


@ui.staff
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """回执: number, 查询码 and a QR code, to be printed."""
    case = queries.case_for(request.actor, pk, at=now())
    address = request.build_absolute_uri("/progress/")
    code = licenses.qr_code(f"{address}?number={case.number_text}", scale=4)
    context = {"case": case, "code": code, "address": address, "content": case.version.content}
    return render(request, "casework/receipt.html", context)


def _parts(request: HttpRequest, version: catalog.Version, *, case: Case | None = None) -> tuple[Any, ...]:
    definition = forms.definition_of(forms.current(version.content.form))
    data, sent = request.POST or None, request.FILES or None
    stored = case.submissions.latest("no").data if case else None
    first = ApplicantForm(data, initial=_known(case) if case else None)
    return (
        first,
        forms.DefinedForm(data, definition=definition, current=stored, auto_id="form_%s"),
        MaterialsForm(data, sent, materials=version.content.materials),
    )


def _known(case: Case) -> dict[str, str]:
    return {
        "applicant_name": case.applicant, "applicant_code": case.applicant_code, "applicant_agent": case.agent,
        "applicant_phone": case.phone,
    }  # fmt: skip


def _carried(request: HttpRequest, parts: tuple[Any, ...], operation: Any, **target: Any) -> Case | None:
    """Ask whether the person may, receive the uploads, then call the one operation. What it finds wrong lands at its field."""
    applicant, form, materials = parts
    operation.require(target[operation.on], actor=request.actor, at=now())
    try:
        received = _received(request, materials)
        if materials.errors:
            return None
        given = Application(
            applicant=applicant.applicant(),
            data=form.values(),
            materials=materials.given(received),
            channel=Channel.WINDOW,
        )
        key = applicant.cleaned_data.get("request_key")
        made = operation(
            **target, application=given, actor=request.actor, at=now(), request_key=str(key) if key else None
        )
    except Invalid as error:
        for name, message in error.fields.items():
            owner = next((part for part in parts if name in part.fields), applicant)
            owner.add_error(name if name in owner.fields else None, message)
        return None
    return cast(Case, made)


def _received(request: HttpRequest, materials: MaterialsForm) -> dict[str, Any]:
    found = {}
    for material in materials.materials:
        upload = request.FILES.get(f"material_{material.key}")
        if upload is None:
            continue
        try:
            found[material.key] = files.receive(source=upload, name=upload.name or material.name, purpose=MATERIAL)
        except files.FileInvalid as error:
            ui.record_refusal(request, error)
            materials.add_error(f"material_{material.key}", error.message)
    return found


def _form_page(
    request: HttpRequest, version: catalog.Version, parts: tuple[Any, ...], *, case: Case | None = None
) -> HttpResponse:
    applicant, form, materials = parts
    notice = case.letters.filter(sort=Sort.SUPPLEMENT.value).first() if case else None
    context = {
        "version": version, "content": version.content, "applicant_form": applicant, "form": form, "materials_form": materials,
        "case": case, "missing": notice.facts["missing"] if notice else (),
    }  # fmt: skip
    wrong = any(part.errors for part in parts)
    return render(request, "casework/take_in.html", context, status=422 if wrong else 200)
