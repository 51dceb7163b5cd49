"""收件: choose an item, take the application in, hand out the receipt; and take in a supplement."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tongban.business.casework import api as casework
from tongban.business.catalog import api as catalog
from tongban.business.licenses import api as licenses
from tongban.engines.forms import api as forms
from tongban.foundation.files import api as files
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.now import now
from tongban.sites.counter.desk import at_window, case_of, shown
from tongban.sites.counter.forms import ApplicantForm, MaterialsForm


@at_window
def choose(request: HttpRequest) -> HttpResponse:
    """The published items of the viewer's organs, narrowed by words."""
    text = request.GET.get("q", "").strip()
    rows = catalog.search(casework.items_of(request.actor, at=now()), text)
    page = ui.Listing(request, sorts={"name": ("name", "pk")}, default="name").page(rows)
    return shown(request, "counter/choose.html", {"page": page, "rows": page.rows, "q": text})


@at_window
def take_in(request: HttpRequest, pk: int) -> HttpResponse:
    """收件 of one application."""
    version = catalog.published_version(pk)
    parts = _parts(request, version, forms.current(version.content.form))
    if request.method == "POST" and all(part.is_valid() for part in parts):
        made = _carried(request, parts, casework.submit, version=version)
        if made is not None:
            messages.success(request, f"已收件：{made.number_text}。请打印回执交给申请人，再审查材料。")
            return redirect("counter:case", pk=made.pk)
    return _form_page(request, version, parts)


@at_window
def supplement(request: HttpRequest, pk: int) -> HttpResponse:
    """补正: what was asked for comes in; the form stands as it was handed in."""
    case = case_of(request, pk)
    if case.state != casework.State.SUPPLEMENT:
        raise Conflict("这个办件现在不需要补正。", code="casework.not-to-supplement")
    last = case.submissions.latest("no")
    parts = _parts(request, case.version, forms.version(last.form_version_id), case=case, stored=last.data)
    if request.method == "POST" and all(part.is_valid() for part in parts):
        made = _carried(request, parts, casework.resubmit, case=case)
        if made is not None:
            messages.success(request, "已收到补正材料，重新计算五个工作日。")
            return redirect("counter:case", pk=case.pk)
    return _form_page(request, case.version, parts, case=case)


@at_window
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """回执: number, 查询码 and a QR code, to be printed."""
    case = case_of(request, pk)
    address = f"{settings.PUBLIC_ADDRESS}/progress/"
    code = licenses.qr_code(f"{address}?number={case.number_text}", scale=4)
    context = {"case": case, "code": code, "address": address, "content": case.version.content}
    return render(request, "counter/receipt.html", context)


def _parts(
    request: HttpRequest, version: catalog.Version, form: forms.FormVersion, *, case: casework.Case | None = None, stored: Any = None
) -> tuple[Any, ...]:  # fmt: skip
    data, sent = request.POST or None, request.FILES or None
    known = {f"applicant_{n}": getattr(case, f) for n, f in KNOWN.items()} if case else None
    return (
        ApplicantForm(data, initial=known),
        forms.DefinedForm(data, definition=forms.definition_of(form), current=stored, auto_id="form_%s"),
        MaterialsForm(data, sent, materials=version.content.materials),
    )


KNOWN = {"name": "applicant", "code": "applicant_code", "agent": "agent", "phone": "phone"}


def _carried(request: HttpRequest, parts: tuple[Any, ...], operation: Any, **target: Any) -> casework.Case | None:
    """Ask whether the person may, receive the uploads, then call the one operation. What it finds wrong lands at its field."""
    applicant, form, materials = parts
    operation.require(target[operation.on], actor=request.actor, at=now())
    try:
        received = _received(request, materials)
        if materials.errors:
            return None
        given = casework.Application(
            applicant=applicant.applicant(), data=form.values(), materials=materials.given(received)
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
    return cast(casework.Case, made)


def _received(request: HttpRequest, materials: MaterialsForm) -> dict[str, Any]:
    found = {}
    for material in materials.materials:
        upload = request.FILES.get(f"material_{material.key}")
        if upload is None:
            continue
        try:
            found[material.key] = files.receive(
                source=upload, name=upload.name or material.name, purpose=casework.MATERIAL
            )
        except files.FileInvalid as error:
            ui.record_refusal(request, error)
            materials.add_error(f"material_{material.key}", error.message)
    return found


def _form_page(
    request: HttpRequest, version: catalog.Version, parts: tuple[Any, ...], *, case: casework.Case | None = None
) -> HttpResponse:
    applicant, form, materials = parts
    notice = case.letters.filter(sort=casework.Sort.SUPPLEMENT.value).first() if case else None
    context = {
        "version": version, "content": version.content, "applicant_form": applicant, "form": form, "materials_form": materials,
        "missing": notice.facts["missing"] if notice else (), "back": reverse("counter:desk"),
    }  # fmt: skip
    wrong = any(part.errors for part in parts)
    return shown(request, "counter/take_in.html", context, case=case, status=422 if wrong else 200)
