"""What people do with a document on its page: 提交, 退回, 暂存, 撤回, 放行, 编号, 用印, 分发. One operation each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tongban.business.documents import queries
from tongban.business.documents.models import Document, Incoming
from tongban.business.documents.operations import check as check_operation
from tongban.business.documents.operations import distribute as distribute_operation
from tongban.business.documents.operations import number as number_operation
from tongban.business.documents.operations import seal as seal_operation
from tongban.business.documents.operations.number import PURPOSE
from tongban.business.documents.rules import secrecy
from tongban.business.documents.web.forms import NumberForm, OverrideForm, StepForm
from tongban.business.documents.web.handling import document_page, withdrawable
from tongban.business.documents.web.incoming import incoming_page
from tongban.business.documents.web.whereabouts import after
from tongban.engines.flow import api as flow
from tongban.engines.seals import api as seals
from tongban.foundation.numbering import api as numbering
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.now import now

DONE = {"sign": "已签发，正文已经锁定。", "complete": "已办结。"}  # what is said where the button is not 提交
Again = Callable[[StepForm, int], HttpResponse]


@ui.staff
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """提交, 退回 or 暂存 of the step on the viewer's desk."""
    document = queries.document_for(request.actor, pk, at=now())
    return _act(request, document, lambda form, status: document_page(request, document, form=form, status=status))


@ui.staff
@require_POST
def act_incoming(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a received document."""
    received = queries.incoming_for(request.actor, pk, at=now())
    return _act(request, received, lambda form, status: incoming_page(request, received, form=form, status=status))


def _act(request: HttpRequest, thing: Document | Incoming, again: Again) -> HttpResponse:
    work = _work(request, thing)
    choices = flow.choices_of(work, now())
    form = StepForm(request.POST, choices=choices, deciding=request.POST.get("act") not in ("keep", "return"))
    if not form.is_valid():
        return again(form, 422)
    try:
        done = _move(request, work, form)
    except Invalid as error:
        ui.add_invalid(form, error)
        done = False
    if not done:
        return again(form, 422)
    return redirect(f"documents:{'page' if thing.kind == 'document' else 'incoming'}", pk=thing.pk)


def _work(request: HttpRequest, thing: Document | Incoming) -> flow.Work:
    """The step that the form names: of this very thing."""
    asked = whole(request.POST.get("work"))
    work = flow.Work.objects.filter(pk=asked, subject_kind=thing.kind, subject_id=thing.pk).first()
    if work is None:
        raise Conflict("这一步已经不在了，请刷新页面。", code="flow.gone")
    return work


def _move(request: HttpRequest, work: flow.Work, form: StepForm) -> bool:
    """Call the one operation that the pressed button names."""
    given: dict[str, Any] = {"work": work, "actor": request.actor, "at": now()}
    opinion = form.cleaned_data["opinion"]
    secrecy.refuse_secret("", opinion)
    act = request.POST.get("act")
    if act == "keep":
        done, said = form.carry_out(flow.keep_opinion, opinion=opinion, **given), "意见已暂存，还没有提交。"
    elif act == "return":
        done = form.carry_out(flow.send_back, reason=opinion, to=request.POST.get("to", ""), **given)
        said = "已退回修改。"
    else:
        done = form.carry_out(flow.complete, opinion=opinion, choices=form.chosen(), **given)
        said = DONE.get(work.element, "已提交。")
    if done:
        messages.success(request, said if act == "keep" else f"{said}{after(work.subject)}")
    return done


def whole(text: str | None) -> int | None:
    """A number from outside, or None."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


@ui.staff
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回 one's own last step."""
    document = queries.document_for(request.actor, pk, at=now())
    work = withdrawable(request, flow.works_of(document.reference))
    if work is None:
        raise Conflict("后面的人已经办理，不能撤回了。", code="flow.cannot-withdraw")
    flow.withdraw(work=work, actor=request.actor, at=now())
    messages.success(request, "已撤回，可以修改后再提交。")
    return redirect("documents:page", pk=pk)


@ui.staff
@require_POST
def override(request: HttpRequest, pk: int) -> HttpResponse:
    """放行 of what the check found, with a reason."""
    document = queries.document_for(request.actor, pk, at=now())
    form = OverrideForm(request.POST)
    given: dict[str, Any] = {"document": document, "actor": request.actor, "at": now()}
    if form.is_valid() and form.carry_out(check_operation.override_findings, **form.values(), **given):
        messages.success(request, "已放行，理由已记入审计。")
        return redirect("documents:page", pk=pk)
    return document_page(request, document, status=422, override_form=form)


@ui.staff
@require_POST
def number(request: HttpRequest, pk: int) -> HttpResponse:
    """编号."""
    document = queries.document_for(request.actor, pk, at=now())
    form = NumberForm(request.POST, series=numbering.series_of(unit_id=document.unit_id, purpose=PURPOSE))
    given: dict[str, Any] = {"document": document, "actor": request.actor, "at": now()}
    if form.is_valid() and form.carry_out(number_operation.assign_number, **form.values(), **given):
        messages.success(request, f"已编号：{form.result.text}。{after(document.reference)}")
        return redirect("documents:page", pk=pk)
    return document_page(request, document, form=form, status=422)


@ui.staff
@require_POST
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """用印. The seal password goes from this request into the key store and nowhere else."""
    document = queries.document_for(request.actor, pk, at=now())
    form = seals.SealForm(request.POST, seals=seals.usable_by(request.actor, unit_id=document.unit_id, at=now()))
    given: dict[str, Any] = {"document": document, "actor": request.actor, "at": now()}
    if form.is_valid() and form.seal_with(seal_operation.seal, **given):
        messages.success(request, f"已用印，并写入用印登记。{after(document.reference)}")
        return redirect("documents:page", pk=pk)
    return document_page(request, document, form=form, status=422)


@ui.staff
@require_POST
def distribute(request: HttpRequest, pk: int) -> HttpResponse:
    """分发."""
    document = queries.document_for(request.actor, pk, at=now())
    key = request.POST.get("request_key") or None
    distribute_operation.distribute(document=document, actor=request.actor, at=now(), request_key=key)
    messages.success(request, f"已分发 {document.copies.count()} 个单位。各单位签收情况看这一页，没有签收的可以催办。")
    return redirect("documents:copies", pk=pk)
