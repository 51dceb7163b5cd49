"""Which forms there are, their versions, what differs between two, and a page to try one out."""

import json
from typing import Any

from django import forms as fields
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tongban.engines.forms import operations, queries
from tongban.engines.forms.models import Draft, Form, FormVersion
from tongban.engines.forms.rules import Field
from tongban.engines.forms.rules.difference import difference as differs
from tongban.engines.forms.rules.kinds import KINDS
from tongban.engines.forms.web.trying import answer
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Conflict, NotFound
from tongban.kernel.now import now

MAY = "forms.see"


class RestoreForm(ui.Form):
    message = fields.CharField(label="为什么回退", max_length=200, help_text="留在版本记录里。")


@ui.needs(MAY)
@require_safe
def forms(request: Any) -> HttpResponse:
    """Every form with its newest version; and drafts of forms that were never published."""
    drafts = {draft.code: draft for draft in Draft.objects.order_by("code").defer("definition")}
    rows = [(row, drafts.pop(row.code, None)) for row in queries.forms()]
    return render(request, "forms/forms.html", {"forms": rows, "drafts": list(drafts.values())})


@ui.needs(MAY)
@require_safe
def form(request: Any, code: str) -> HttpResponse:
    """One form: its fields as they count now, and its versions."""
    found = Form.objects.filter(code=code).first()
    if found is None:
        raise NotFound()
    versions = list(queries.versions_of(found))
    definition = queries.definition_of(versions[0])
    rows = [(f, KINDS[f.kind].label, _rules(f)) for f in definition.fields]
    context = {"form": found, "versions": versions, "fields": rows, "draft": Draft.objects.filter(code=code).first()}
    return render(request, "forms/form.html", context | {"begin": ui.Form()})


@ui.needs(MAY)
def trial(request: Any, pk: int) -> HttpResponse:
    """试填: fill a version in under the rights of a step and see what comes out. Nothing is stored."""
    version = queries.version(pk)
    return answer(request, queries.definition_of(version), "forms/trial.html", {"version": version})


@ui.needs(MAY)
def difference(request: Any, pk: int) -> HttpResponse:
    """What a version changed, against the one before it or the one that is asked for. Posting makes it count again."""
    version = queries.version(pk)
    others = [v for v in queries.versions_of(version.form) if v.pk != version.pk]
    wanted = request.GET.get("with", "")
    other = next((v for v in others if str(v.no) == wanted), None) or next(
        (v for v in others if v.no < version.no), None
    )
    newest = not any(v.no > version.no for v in others)
    form = RestoreForm(request.POST or None)
    if form.is_valid() and _restored(request, form, version):
        return redirect("console-forms:form", code=version.form.code)
    context = {
        "version": version, "other": other, "others": others, "newest": newest, "form": form,
        "changes": differs(other.definition, version.definition) if other else [],
    }  # fmt: skip
    return render(request, "forms/difference.html", context, status=422 if form.errors else 200)


def _restored(request: Any, form: RestoreForm, version: FormVersion) -> bool:
    given = {"version": version, "message": form.cleaned_data["message"], "actor": request.actor, "at": now()}
    try:
        done = form.carry_out(operations.restore, **given)
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        return False
    if done:
        messages.success(request, f"已按第 {version.no} 版发布第 {form.result.no} 版。")
    return done


@ui.needs(MAY)
@require_safe
def download(request: Any, pk: int) -> HttpResponse:
    """The definition of a version as JSON."""
    version: FormVersion = queries.version(pk)
    text = json.dumps(version.definition, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{version.form.code}-{version.no}.json"'
    return response


def _rules(field: Field) -> str:
    """What is asked of a field, in words."""
    said = ["必填"] if field.required else []
    said += [f"{field.required_when.source} 时必填"] if field.required_when else []
    said += [f"{field.shown.source} 时显示"] if field.shown else []
    said += [f"= {field.value.source}"] if field.value else []
    said += ["、".join(column.label for column in field.columns)] if field.columns else []
    said += [f"最多 {field.max_length} 字"] if field.max_length else []
    said += [f"最多 {field.most} 项"] if field.most else []
    return "；".join(said)
