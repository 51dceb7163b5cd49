"""发文起草: the form and the body, import of .docx and .md, attachments, 作废."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tongban.business.documents import checking, importing, queries
from tongban.business.documents.models import Document, Incoming
from tongban.business.documents.operations import draft as draft_operations
from tongban.business.documents.operations import void as void_operation
from tongban.business.documents.operations.draft import fields_of
from tongban.business.documents.printed import body_of
from tongban.business.documents.rules import answering
from tongban.business.documents.rules.kinds import KINDS
from tongban.business.documents.web.acting import whole
from tongban.business.documents.web.attaching import attachments_context
from tongban.business.documents.web.basis import linked_lines
from tongban.business.documents.web.forms import DraftForm, VoidForm
from tongban.business.documents.web.handling import document_page
from tongban.business.documents.web.pages import preview_context
from tongban.foundation.organization.api import Unit
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.now import now


@ui.needs("documents.draft")
def new(request: HttpRequest) -> HttpResponse:
    """A new draft."""
    question = _question(request)
    known = _answering(question) if question is not None else {"kind": "通知"}
    form = DraftForm(request.POST or None, initial={**known, "phone": queries.phone_of(request.actor)})
    if request.method == "POST" and form.is_valid():
        section = Unit.objects.filter(pk=request.actor.unit_id).first()
        if section is None:
            raise Conflict("您没有在任何单位任职，不能拟文。请联系本单位系统管理员。", code="documents.no-unit")
        given: dict[str, Any] = {"section": section, "content": form.content(), "answers": question}
        if form.carry_out(draft_operations.draft, **given, actor=request.actor, at=now()):
            messages.success(request, "草稿已保存，在您的待办里。")
            return _after(request, form.result)
    return _draft_page(request, form, None, question=question)


def _question(request: HttpRequest) -> Incoming | None:
    """拟复文: the received document that the address names, if the viewer sees it."""
    asked = whole(request.GET.get("answers"))
    return queries.incoming_for(request.actor, asked, at=now()) if asked is not None else None


def _answering(question: Incoming) -> dict[str, Any]:
    """What is known of the answer: its kind and title, and to whom it goes."""
    kind = answering.answer_kind(question.kind_name)
    sender = [question.copy.document.unit_id] if question.copy is not None else []
    return {
        "kind": kind, "direction": KINDS[kind].directions[0], "title": answering.answer_title(question.title, kind),
        "main_recipients": question.from_unit, "to": sender, "urgency": question.urgency,
    }  # fmt: skip


@ui.staff
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft, or the text at a reviewing step."""
    document = queries.document_for(request.actor, pk, at=now())
    if request.method != "POST":
        return _draft_page(request, DraftForm(initial=_initial(document)), document)
    form = DraftForm(request.POST)
    if form.is_valid() and _saved(request, form, document):
        messages.success(request, "已保存。")
        return _after(request, document)
    return _draft_page(request, form, document)


def _saved(request: HttpRequest, form: DraftForm, document: Document) -> bool:
    """False when somebody else saved a newer version, or the input is wrong: what was typed stays in the form."""
    given: dict[str, Any] = {"document": document, "content": form.content(), "base": form.cleaned_data["base"] or 0}
    try:
        return form.carry_out(draft_operations.save, **given, actor=request.actor, at=now())
    except Conflict as error:
        form.add_error(None, error.message)
        return False


def _after(request: HttpRequest, document: Document) -> HttpResponse:
    return redirect("documents:edit" if request.POST.get("then") == "edit" else "documents:page", pk=document.pk)


def _draft_page(
    request: HttpRequest, form: DraftForm, document: Document | None, *, question: Incoming | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "document": document, "question": question}
    if document is not None:
        found = checking.findings(document)
        context |= {
            **attachments_context(document),
            **preview_context(document),
            "bases": linked_lines(request.actor, document),
            "findings": found,
            "blocking": checking.blocking(document, found),
            "overrides": document.overrides.all(),
        }
    return render(request, "documents/draft.html", context, status=422 if form.errors else 200)


def _initial(document: Document) -> dict[str, Any]:
    fields = fields_of(document)
    receivers = dict(document.receivers.values_list("unit_id", "role"))
    return {
        **{name: getattr(fields, name) for name in fields.__dataclass_fields__},
        "body": body_of(document),
        "base": document.version,
        "to": [pk for pk, role in receivers.items() if role == "main"],
        "copy_to": [pk for pk, role in receivers.items() if role == "cc"],
    }


class ImportForm(forms.Form):
    file = forms.FileField()


@ui.needs("documents.draft")
@require_POST
def import_body(request: HttpRequest) -> HttpResponse:
    """【本地文件导入】: read a .docx, .md or .txt and give its text back to the form (F-OD-10). Nothing is kept."""
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"error": "请选择一个 Word（.docx）、Markdown 或纯文本文件。"}, status=422)
    try:
        found = importing.read(form.cleaned_data["file"], form.cleaned_data["file"].name)
    except Invalid as error:
        return JsonResponse({"error": error.message}, status=error.status)
    return JsonResponse(
        {
            "title": found.title,
            "kind": found.kind,
            "main_recipients": found.main_recipients,
            "body": found.body,
            "report": found.report,
        }
    )


@ui.staff
@require_POST
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """作废 of a draft that will not go on."""
    document = queries.document_for(request.actor, pk, at=now())
    form = VoidForm(request.POST)
    given: dict[str, Any] = {"document": document, "actor": request.actor, "at": now()}
    if form.is_valid() and form.carry_out(void_operation.void, **form.values(), **given):
        messages.success(request, "已作废。")
        return redirect("documents:page", pk=pk)
    return document_page(request, document, status=422, void_form=form)
