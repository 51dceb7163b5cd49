"""签收情况: where each unit's copy stands; 催办, 补发, 电话登记, 撤回, 重新发送."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tongban.business.documents import queries
from tongban.business.documents.models import Copy, Document
from tongban.business.documents.operations import distribute as operations
from tongban.business.documents.operations import phone as phone_operation
from tongban.business.documents.web.exporting import exported
from tongban.business.documents.web.forms import MoreForm
from tongban.business.documents.web.lists import COPY_STATES
from tongban.foundation.access import api as access
from tongban.foundation.inbox import api as inbox
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Invalid, NotFound
from tongban.kernel.now import now

ROLES = {"main": "主送", "cc": "抄送"}


class PhoneForm(ui.Form):
    """电话登记: who at the other end said that it came."""

    signer = forms.CharField(label="对方签收人", max_length=60)


@ui.staff
def copies(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Each unit's state, person and time."""
    return _page(request, queries.document_for(request.actor, pk, at=now()))


def _page(request: HttpRequest, document: Document, *, trouble: str = "", status: int = 200) -> HttpResponseBase:
    only, text, at = request.GET.get("tab", ""), request.GET.get("q", "").strip(), now()
    found = list(queries.copies_of(document, state=only if only in COPY_STATES else "", text=text))
    if "csv" in request.GET:
        return exported(request, "签收情况", HEAD, _lines(found, at), of=document)
    tally = queries.tally(document)
    vacant = queries.units_without_receiver(found, at=at)
    context = {
        "document": document, "tally": tally, "tabs": _tabs(tally, only), "q": text, "trouble": trouble,
        "rows": [(c, *COPY_STATES[c.state], spent(c, at), c.unit_id in vacant) for c in found],
        "signed": tally["signed"] + tally["completed"], "average": _average(found), "form": ui.Form(),
        "place": inbox.place_of(request, document.reference), "reminders": queries.reminders_of(document)[:20],
        "may_distribute": access.may(actor=request.actor, permission="documents.distribute", target=document, at=at),
        "may_remind": access.may(actor=request.actor, permission="documents.remind", target=document, at=at),
    }  # fmt: skip
    return render(request, "documents/copies.html", context, status=status)


def _tabs(tally: dict[str, int], only: str) -> list[ui.Tab]:
    tabs = [ui.Tab(label="全部", url="?", count=tally["total"], current=not only)]
    return tabs + [
        ui.Tab(label=label, url=f"?tab={name}", count=tally[name], current=only == name)
        for name, (_, label) in COPY_STATES.items()
        if tally[name]
    ]


def spent(copy: Copy, at: datetime) -> str:
    """How long the unit took, or has been taking; nothing for a copy that was withdrawn."""
    if copy.state == "withdrawn":
        return ""
    return _hours((copy.signed_at or at) - copy.sent_at)


def _hours(taken: timedelta) -> str:
    """20分, 19小时48分; from two days on 2天3小时: receipts are compared by the hour."""
    minutes = max(1, int(taken.total_seconds()) // 60)
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24}天{hours % 24}小时" if hours % 24 else f"{hours // 24}天"
    return f"{hours}小时{rest}分" if hours and rest else f"{hours}小时" if hours else f"{rest}分"


def _average(found: list[Copy]) -> str:
    taken = [c.signed_at - c.sent_at for c in found if c.signed_at and c.state in ("signed", "completed")]
    return _hours(sum(taken, start=taken[0] * 0) / len(taken)) if taken else ""


HEAD = ("单位", "方式", "状态", "签收人", "签收时间", "用时", "收文号", "催办次数", "原因", "电话登记人")


def _lines(found: list[Copy], at: datetime) -> Iterator[tuple[Any, ...]]:
    for c in found:
        yield (
            c.unit_name, ROLES[c.role], COPY_STATES[c.state][1], c.signer_name, c.signed_at, spent(c, at),
            c.received_number, c.reminders, c.reason, c.by_phone,
        )  # fmt: skip


def _ticked(request: HttpRequest) -> list[int]:
    return [int(v) for v in request.POST.getlist("ref") if v.isascii() and v.isdigit() and len(v) < 19]


@ui.staff
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponseBase:
    """催办 the ticked units."""
    document = queries.document_for(request.actor, pk, at=now())
    if not _ticked(request):
        return _page(request, document, trouble="请先勾选要催办的单位。", status=422)
    count = operations.remind(
        document=document, copies=_ticked(request), text=request.POST.get("text", ""),
        by_sms=bool(request.POST.get("sms")), actor=request.actor, at=now(), request_key=_key(request),
    )  # fmt: skip
    messages.success(request, f"已催办 {count} 个单位。")
    return redirect("documents:copies", pk=pk)


@ui.staff
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """撤回 of the ticked copies that nobody has signed for."""
    document = queries.document_for(request.actor, pk, at=now())
    try:
        count = operations.withdraw_copies(
            document=document, copies=_ticked(request), reason=request.POST.get("reason", ""), actor=request.actor,
            at=now(), request_key=_key(request),
        )  # fmt: skip
    except Invalid as error:
        return _page(request, document, trouble=error.message, status=422)
    messages.success(request, f"已撤回 {count} 份。")
    return redirect("documents:copies", pk=pk)


def _key(request: HttpRequest) -> str | None:
    return request.POST.get("request_key") or None


@ui.staff
@require_POST
def again(request: HttpRequest, pk: int, copy_pk: int) -> HttpResponse:
    """重新发送 to a unit that refused it."""
    document, copy = _copy(request, pk, copy_pk)
    operations.send_again(document=document, copy=copy, actor=request.actor, at=now())
    messages.success(request, f"已重新发送给 {copy.unit_name}。")
    return redirect("documents:copies", pk=pk)


@ui.staff
def phone(request: HttpRequest, pk: int, copy_pk: int) -> HttpResponse:
    """电话登记 of one unit."""
    document, copy = _copy(request, pk, copy_pk)
    form = PhoneForm(request.POST or None)
    given: dict[str, Any] = {"document": document, "copy": copy, "actor": request.actor, "at": now()}
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(phone_operation.sign_by_phone, **form.values(), **given)
    ):
        messages.success(request, f"已登记 {copy.unit_name} 电话签收。")
        return redirect("documents:copies", pk=pk)
    context = {"document": document, "copy": copy, "form": form}
    return render(request, "documents/phone.html", context, status=422 if form.errors else 200)


def _copy(request: HttpRequest, pk: int, copy_pk: int) -> tuple[Document, Copy]:
    document = queries.document_for(request.actor, pk, at=now())
    copy = document.copies.filter(pk=copy_pk).first()
    if copy is None:
        raise NotFound()
    return document, copy


@ui.staff
def more(request: HttpRequest, pk: int) -> HttpResponse:
    """补发 to further units."""
    document = queries.document_for(request.actor, pk, at=now())
    form = MoreForm(request.POST or None, without=set(document.copies.values_list("unit_id", flat=True)))
    given: dict[str, Any] = {"document": document, "actor": request.actor, "at": now()}
    if (
        request.method == "POST"
        and form.is_valid()
        and form.carry_out(operations.add_receivers, units=form.units(), **given)
    ):
        messages.success(request, f"已补发 {len(form.result or [])} 个单位。")
        return redirect("documents:copies", pk=pk)
    context = {"document": document, "form": form}
    return render(request, "documents/more.html", context, status=422 if form.errors else 200)
