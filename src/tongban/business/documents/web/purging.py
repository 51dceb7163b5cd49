"""涉密清除: the security administrator finds and proposes, a second person confirms, both see what was done."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tongban.business.documents import queries
from tongban.business.documents.models import Document, Incoming, Purge
from tongban.business.documents.operations import purge as operations
from tongban.business.documents.rules.purging import EXPLAINED
from tongban.foundation.access import api as access
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now

STATES = {
    Purge.PROPOSED: ("wait", "待确认"), Purge.DONE: ("done", "已清除"), Purge.DROPPED: ("future", "不清除"),
}  # fmt: skip


class ProposeForm(ui.Form):
    """What is to go, and on what ground."""

    target = forms.CharField(widget=forms.HiddenInput)
    ground = forms.CharField(
        label="清除依据", max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="例如：保密审查认定，定密通知文号。不要写文件的内容。",
    )  # fmt: skip


@ui.needs("documents.purge")
def purges(request: HttpRequest) -> HttpResponse:
    """Those that were proposed, and the search for a document to propose."""
    if request.method == "POST":
        return _propose(request)
    return _list(request, request.GET.get("q", "").strip())


def _list(request: HttpRequest, text: str, *, form: Any = None, status: int = 200) -> HttpResponse:
    found = queries.purgeable(request.actor, text, at=now())
    listing = ui.Listing(request, sorts={"time": ("pk",)}, default="-time")
    page = listing.page(queries.purges(request.actor, at=now()))
    targets = [
        (
            t,
            form
            if _named(form, t)
            else ProposeForm(initial={"target": str(t.reference)}, auto_id=f"{t.kind}_{t.pk}_%s"),
        )
        for t in found
    ]
    context = {
        "q": text, "targets": targets, "page": page, "rows": [(p, *STATES[p.state]) for p in page.rows],
        "explained": EXPLAINED,
    }  # fmt: skip
    return render(request, "documents/purges.html", context, status=status)


def _named(form: Any, target: Document | Incoming) -> bool:
    return form is not None and form.data.get("target") == str(target.reference)


def _propose(request: HttpRequest) -> HttpResponse:
    form = ProposeForm(request.POST)
    asked = request.POST.get("target", "")
    found = queries.purgeable(request.actor, asked, at=now())
    if not found:
        raise NotFound()
    given = {"target": found[0], "actor": request.actor, "at": now()}
    if form.is_valid() and form.carry_out(operations.propose_purge, ground=form.cleaned_data["ground"], **given):
        messages.success(request, "已提出清除，等待第二个人确认。")
        return redirect("documents:purge", pk=form.result.pk)
    return _list(request, asked, form=form, status=422)


@ui.staff
def purge(request: HttpRequest, pk: int) -> HttpResponse:
    """One: what would go, or what went and where copies may still be."""
    found = queries.purge_for(request.actor, pk, at=now())
    confirms = access.may(actor=request.actor, permission="documents.confirm_purge", target=found, at=now())
    context = {
        "purge": found, "state": STATES[found.state], "explained": EXPLAINED, "form": ui.Form(),
        "may_confirm": confirms and found.state == Purge.PROPOSED,
        "title": queries.title_for_purge(found) if found.state == Purge.PROPOSED else "",
    }  # fmt: skip
    return render(request, "documents/purge.html", context)


@ui.staff
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """清除. It cannot be taken back."""
    found = queries.purge_for(request.actor, pk, at=now())
    key = request.POST.get("request_key") or None
    operations.confirm_purge(purge=found, actor=request.actor, at=now(), request_key=key)
    messages.success(request, "已清除。请按下面的清单收回打印件、下载件和备份。")
    return redirect("documents:purge", pk=pk)


@ui.staff
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """不清除."""
    found = queries.purge_for(request.actor, pk, at=now())
    operations.drop_purge(purge=found, actor=request.actor, at=now())
    messages.success(request, "已关闭，公文没有清除。")
    return redirect("documents:purge", pk=pk)
