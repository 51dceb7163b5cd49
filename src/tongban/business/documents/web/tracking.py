"""签收情况: where each unit's copy stands, and 催办."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tongban.business.documents import queries
from tongban.business.documents.models import Copy
from tongban.business.documents.operations import distribute as operations
from tongban.business.documents.web.lists import COPY_STATES
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now


@ui.staff
def copies(request: HttpRequest, pk: int) -> HttpResponse:
    """Each unit's state, person and time."""
    document = queries.document_for(request.actor, pk, at=now())
    only = request.GET.get("tab", "")
    tally = queries.tally(document)
    rows = [
        (copy, *COPY_STATES[copy.state], _spent(copy, now()))
        for copy in queries.copies_of(document)
        if not only or copy.state == only
    ]
    tabs = [ui.Tab(label="全部", url="?", count=tally["total"], current=not only)]
    tabs += [
        ui.Tab(label=label, url=f"?tab={name}", count=tally[name], current=only == name)
        for name, (_, label) in COPY_STATES.items()
        if tally[name]
    ]
    context = {
        "document": document, "rows": rows, "tabs": tabs, "tally": tally,
        "reminders": queries.reminders_of(document)[:20],
    }  # fmt: skip
    return render(request, "documents/copies.html", context)


def _spent(copy: Copy, at) -> str:
    """How long the unit took, or has been taking."""
    minutes = int(((copy.signed_at or at) - copy.sent_at).total_seconds() // 60)
    if minutes < 60:
        return f"{minutes}分"
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return f"{hours}小时{rest}分" if rest else f"{hours}小时"
    return f"{hours // 24}天"


@ui.staff
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """催办 the ticked units."""
    document = queries.document_for(request.actor, pk, at=now())
    chosen = [int(v) for v in request.POST.getlist("ref") if v.isascii() and v.isdigit()]
    if not chosen:
        messages.error(request, "请先勾选要催办的单位。")
        return redirect("documents:copies", pk=pk)
    count = operations.remind(
        document=document, copies=chosen, text=request.POST.get("text", ""), by_sms=bool(request.POST.get("sms")),
        actor=request.actor, at=now(), request_key=request.POST.get("request_key") or None,
    )  # fmt: skip
    messages.success(request, f"已催办 {count} 个单位。")
    return redirect("documents:copies", pk=pk)


@ui.staff
@require_POST
def again(request: HttpRequest, pk: int, copy_pk: int) -> HttpResponse:
    """重新发送 to a unit that refused."""
    document = queries.document_for(request.actor, pk, at=now())
    copy = document.copies.filter(pk=copy_pk).first()
    if copy is None:
        raise NotFound()
    operations.send_again(document=document, copy=copy, actor=request.actor, at=now())
    messages.success(request, f"已重新发送给 {copy.unit_name}。")
    return redirect("documents:copies", pk=pk)
