"""The staff's list of licences, and one licence: sealed by its keeper, revoked with a reason."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from tongban.business.licenses import operations, queries, rules
from tongban.business.licenses.contracts import State
from tongban.business.licenses.models import License
from tongban.business.licenses.pages import check_address
from tongban.engines.seals import api as seals
from tongban.foundation.access import api as access
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now

STATES = {
    "prepared": ("taken", "待制证"), "drawn": ("wait", "待用印"), "issued": ("done", "有效"), "revoked": ("returned", "已撤销"),
}  # fmt: skip
SORTS = {"time": ("granted_on", "pk"), "holder": ("holder", "pk")}


class RevokeForm(ui.Beside):
    reason = forms.CharField(label="撤销的依据和理由", max_length=200)


class AnnotateForm(ui.Beside):
    text = forms.CharField(label="加注的内容", max_length=200)


@ui.needs("licenses.see_unit", "licenses.revoke", "licenses.annotate")
def listing(request: HttpRequest) -> HttpResponse:
    """证照: those of the units that the viewer sees."""
    text, state = request.GET.get("q", "").strip(), request.GET.get("tab", "")
    rows = queries.licenses(request.actor, at=now())
    rows = rows.filter(state=state) if state in STATES else rows
    for word in text.split():
        rows = rows.filter(number_text__icontains=word) | rows.filter(holder__icontains=word)
    listed = ui.Listing(request, sorts=SORTS, default="-time")
    page = listed.page(rows)
    tabs = [ui.Tab(label="全部", url=listed.url(tab=None, page=None), current=state not in STATES)]
    tabs += [
        ui.Tab(label=label, url=listed.url(tab=name, page=None), current=state == name)
        for name, (_, label) in STATES.items()
    ]
    context = {
        "page": page, "listing": listed, "tabs": tabs, "q": text, "rows": [(row, *STATES[row.state]) for row in page.rows],
    }  # fmt: skip
    return render(request, "licenses/list.html", context)


@ui.staff
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One licence."""
    return _page(request, queries.license_for(request.actor, pk, at=now()))


def _page(request: HttpRequest, found: License, *, status: int = 200, **more: Any) -> HttpResponse:
    at, issued = now(), found.state == State.ISSUED
    sealing = found.state == State.DRAWN and _may(request, "seal", found)
    context = {
        "license": found, "state": STATES[found.state], "validity": rules.validity(found.state, found.valid_to, on=localdate(at)),
        "address": check_address(found.token), "annotations": found.annotations.order_by("pk"),
        "revoke_form": RevokeForm() if issued and _may(request, "revoke", found) else None,
        "annotate_form": AnnotateForm() if issued and _may(request, "annotate", found) else None,
        "seal_form": seals.SealForm(seals=seals.usable_by(request.actor, unit_id=found.unit_id, at=at)) if sealing else None,
        **more,
    }  # fmt: skip
    return render(request, "licenses/page.html", context, status=status)


def _may(request: HttpRequest, act: str, found: License) -> bool:
    return access.may(actor=request.actor, permission=f"licenses.{act}", target=found, at=now())


@ui.staff
@require_POST
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """用印. The password goes from this request into the key store and nowhere else."""
    found = queries.license_for(request.actor, pk, at=now())
    form = seals.SealForm(request.POST, seals=seals.usable_by(request.actor, unit_id=found.unit_id, at=now()))
    given: dict[str, Any] = {"license": found, "actor": request.actor, "at": now()}
    if form.is_valid() and form.seal_with(operations.seal, **given):
        messages.success(request, "已用印，证照生效。")
        return redirect("licenses:page", pk=pk)
    return _page(request, found, status=422, seal_form=form)


@ui.staff
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销."""
    return _act(request, pk, operations.revoke, revoke_form=RevokeForm(request.POST), said="已撤销，公开查验立即显示。")


@ui.staff
@require_POST
def annotate(request: HttpRequest, pk: int) -> HttpResponse:
    """加注."""
    return _act(
        request, pk, operations.annotate, annotate_form=AnnotateForm(request.POST), said="已加注，公开查验同时显示。"
    )


def _act(request: HttpRequest, pk: int, operation: Callable[..., Any], *, said: str, **named: ui.Form) -> HttpResponse:
    """One act with one form, which comes back under its name on the page when something is wrong with it."""
    found, (form,) = queries.license_for(request.actor, pk, at=now()), named.values()
    given: dict[str, Any] = {"license": found, "actor": request.actor, "at": now()}
    if form.is_valid() and form.carry_out(operation, **form.values(), **given):
        messages.success(request, said)
        return redirect("licenses:page", pk=pk)
    return _page(request, found, status=422, **named)
