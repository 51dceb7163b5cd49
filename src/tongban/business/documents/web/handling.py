"""Handling a document: the 处理单, the text, and what the viewer may do with it now."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tongban.business.documents import queries
from tongban.business.documents.models import Document, Incoming
from tongban.business.documents.operations import distribute as distribute_operation
from tongban.business.documents.operations import number as number_operation
from tongban.business.documents.operations import seal as seal_operation
from tongban.business.documents.operations.number import PURPOSE
from tongban.business.documents.web import paper
from tongban.business.documents.web.forms import SealForm, StepForm
from tongban.engines.flow import api as flow
from tongban.engines.seals import api as seals
from tongban.foundation.files import api as files
from tongban.foundation.inbox import api as inbox
from tongban.foundation.numbering import api as numbering
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.now import now

PHRASES = ("同意。", "已核，请签发。", "拟同意，请领导审定。", "请按程序办理。")
EDITING = {"draft", "review", "vet"}
OWN_PAGES = {"number", "seal", "distribute"}  # steps that are done by an operation of their own


@ui.staff
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One outgoing document."""
    document = queries.document_for(request.actor, pk, at=now())
    return _document_page(request, document, None)


def _document_page(request: HttpRequest, document: Document, form: Any, status: int = 200) -> HttpResponse:
    works = flow.works_of(document.reference)
    mine = _mine(request, works)
    body = document.versions.get(no=document.version).body
    context = {
        "document": document,
        "work": mine,
        "form": form or _form(request, document, mine),
        "boxes": paper.boxes(paper.OUTGOING, works, mine),
        "facts": paper.facts(document),
        "track": paper.track(flow.track(document.reference, works)),
        "number": paper.open_number(document),
        "urgency": paper.urgency_label(document.urgency),
        "paragraphs": paper.preview(body),
        "pages": range(1, document.layout.get("pages", 0) + 1) if document.page_file_id else (),
        "attachments": list(files.files_of(subject=document.reference, purpose="documents.attachment")),
        "may_edit": mine is not None and mine.element in EDITING and document.state in ("draft", "review"),
        "may_return": mine is not None and mine.element not in {"draft", *OWN_PAGES},
        "last_own": _withdrawable(request, works),
        "series": _series(document, mine),
        "targets": flow.return_targets(mine) if mine is not None and mine.element not in {"draft", *OWN_PAGES} else [],
        "phrases": PHRASES,
        "receivers": document.receivers.count(),
    }
    return render(request, "documents/page.html", context, status=status)


def _mine(request: HttpRequest, works: list[flow.Work]) -> flow.Work | None:
    keys = set(inbox.keys_of(request.actor, at=now()))
    return next((w for w in works if w.state == flow.Work.OPEN and keys & set(w.keys)), None)


def _withdrawable(request: HttpRequest, works: list[flow.Work]) -> flow.Work | None:
    """The viewer's own last step, while nobody has acted after it."""
    closed = [w for w in works if w.state != flow.Work.OPEN]
    last = max(closed, key=lambda w: (w.done_at, w.pk), default=None)
    return last if last and last.undo and last.person_id == request.actor.person_id else None


def _form(request: HttpRequest, document: Document, work: flow.Work | None) -> Any:
    if work is None:
        return None
    if work.element == "seal":
        return SealForm(seals=seals.usable_by(request.actor, unit_id=document.unit_id, at=now()))
    choices = flow.hosts["document"].choices(document.reference, work.element, now())
    return StepForm(choices=choices, initial={"opinion": work.draft_opinion})


def _series(document: Document, work: flow.Work | None) -> list[numbering.Series]:
    if work is None or work.element != "number":
        return []
    return list(numbering.series_of(unit_id=document.unit_id, purpose=PURPOSE))


@ui.staff
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """提交, 退回 or 暂存 of the step on the viewer's desk."""
    document = queries.document_for(request.actor, pk, at=now())
    return _act(request, document, "document", lambda form, status: _document_page(request, document, form, status))


@ui.staff
@require_POST
def act_incoming(request: HttpRequest, pk: int) -> HttpResponse:
    received = queries.incoming_for(request.actor, pk, at=now())
    return _act(request, received, "incoming", lambda form, status: _incoming_page(request, received, form, status))


def _act(
    request: HttpRequest, thing: Document | Incoming, kind: str, again: Callable[[Any, int], HttpResponse]
) -> HttpResponse:
    work = flow.Work.objects.filter(
        pk=_number(request.POST.get("work")), subject_kind=kind, subject_id=thing.pk
    ).first()
    if work is None:
        raise Conflict("这一步已经不在了，请刷新页面。", code="flow.gone")
    form = StepForm(request.POST, choices=flow.hosts[kind].choices(thing.reference, work.element, now()))
    if not form.is_valid():
        return again(form, 422)
    try:
        done = _move(request, work, form)
    except Invalid as error:
        ui.add_invalid(form, error)
        return again(form, 422)
    if not done:
        return again(form, 422)
    return redirect(f"documents:{'page' if kind == 'document' else 'incoming'}", pk=thing.pk)


def _move(request: HttpRequest, work: flow.Work, form: StepForm) -> bool:
    """Call the one operation that the pressed button names."""
    given: dict[str, Any] = {"work": work, "actor": request.actor, "at": now()}
    opinion = form.cleaned_data["opinion"]
    act = request.POST.get("act")
    if act == "keep":
        done = form.carry_out(flow.keep_opinion, opinion=opinion, **given)
        messages.success(request, "意见已暂存。")
    elif act == "return":
        done = form.carry_out(flow.send_back, reason=opinion, to=request.POST.get("to", ""), **given)
        messages.success(request, "已退回。") if done else None
    else:
        done = form.carry_out(flow.complete, opinion=opinion, choices=form.chosen(), **given)
        messages.success(request, f"已提交。{_next(work)}") if done else None
    return done


def _next(work: flow.Work) -> str:
    waiting = flow.open_works(work.subject)
    return "下一步：" + "、".join(f"{w.names} {w.step}" for w in waiting[:3]) + "。" if waiting else ""


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None


@ui.staff
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回 one's own last step."""
    document = queries.document_for(request.actor, pk, at=now())
    work = _withdrawable(request, flow.works_of(document.reference))
    if work is None:
        raise Conflict("后面的人已经办理，不能撤回了。", code="flow.cannot-withdraw")
    flow.withdraw(work=work, actor=request.actor, at=now())
    messages.success(request, "已撤回，可以修改后再提交。")
    return redirect("documents:page", pk=pk)


@ui.staff
@require_POST
def number(request: HttpRequest, pk: int) -> HttpResponse:
    """编号."""
    document = queries.document_for(request.actor, pk, at=now())
    series = (
        numbering.series_of(unit_id=document.unit_id, purpose=PURPOSE)
        .filter(pk=_number(request.POST.get("series")))
        .first()
    )
    if series is None:
        messages.error(request, "请选择发文代字。")
        return redirect("documents:page", pk=pk)
    key = request.POST.get("request_key") or None
    given = number_operation.assign_number(
        document=document, series=series, actor=request.actor, at=now(), request_key=key
    )
    messages.success(request, f"已编号：{given.text}。正在生成版式文件，稍后可以用印。")
    return redirect("documents:page", pk=pk)


@ui.staff
@require_POST
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """用印. The seal password goes from this request into the key store and nowhere else."""
    document = queries.document_for(request.actor, pk, at=now())
    form = SealForm(request.POST, seals=seals.usable_by(request.actor, unit_id=document.unit_id, at=now()))
    if form.is_valid() and _sealed(request, document, form):
        messages.success(request, "已用印。")
        return redirect("documents:page", pk=pk)
    return _document_page(request, document, form, 422)


def _sealed(request: HttpRequest, document: Document, form: SealForm) -> bool:
    """The seal is opened before the operation, so that a wrong password counts although nothing else happens."""
    given: dict[str, Any] = {"actor": request.actor, "at": now()}
    chosen = form.cleaned_data
    try:
        unlocked = seals.unlock(seal=chosen["seal"], password=chosen["password"], **given)
    except Invalid as error:
        ui.add_invalid(form, error)
        return False
    return form.carry_out(seal_operation.seal, document=document, unlocked=unlocked, **given)


@ui.staff
@require_POST
def distribute(request: HttpRequest, pk: int) -> HttpResponse:
    """分发."""
    document = queries.document_for(request.actor, pk, at=now())
    key = request.POST.get("request_key") or None
    distribute_operation.distribute(document=document, actor=request.actor, at=now(), request_key=key)
    messages.success(request, f"已分发 {document.copies.count()} 个单位。")
    return redirect("documents:copies", pk=pk)


@ui.staff
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The process as a picture, with where it stands."""
    document = queries.document_for(request.actor, pk, at=now())
    return render(request, "documents/picture.html", {"document": document, **flow.picture_of(document.reference)})


@ui.staff
def incoming(request: HttpRequest, pk: int) -> HttpResponse:
    """One received document."""
    return _incoming_page(request, queries.incoming_for(request.actor, pk, at=now()), None)


def _incoming_page(request: HttpRequest, received: Incoming, form: Any, status: int = 200) -> HttpResponse:
    works = flow.works_of(received.reference)
    mine = _mine(request, works)
    if form is None and mine is not None:
        choices = flow.hosts["incoming"].choices(received.reference, mine.element, now())
        form = StepForm(choices=choices, initial={"opinion": mine.draft_opinion})
    document = received.copy.document if received.copy_id else None
    context = {
        "incoming": received, "work": mine, "form": form, "phrases": PHRASES,
        "boxes": paper.boxes(paper.RECEIVED, works, mine), "facts": paper.incoming_facts(received),
        "track": paper.track(flow.track(received.reference, works)),
        "pages": range(1, document.layout.get("pages", 0) + 1) if document else (),
        "targets": flow.return_targets(mine) if mine is not None else [],
        "urgency": paper.urgency_label(received.urgency),
    }  # fmt: skip
    return render(request, "documents/incoming.html", context, status=status)
