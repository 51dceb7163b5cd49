"""The administrators' screens of forms: which there are, their versions, and a page to try one out."""

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.engines.forms import queries
from tongban.engines.forms.drawing import DefinedForm
from tongban.engines.forms.models import Form, FormVersion
from tongban.engines.forms.picking import choices_for
from tongban.engines.forms.rules import Field
from tongban.engines.forms.rules.kinds import KINDS
from tongban.engines.forms.wording import on_page, words
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import NotFound
from tongban.kernel.now import now

MAY = "forms.see"


@ui.needs(MAY)
@require_safe
def forms(request: Any) -> HttpResponse:
    """Every form with its newest version."""
    return render(request, "forms/forms.html", {"forms": list(queries.forms())})


@ui.needs(MAY)
@require_safe
def form(request: Any, code: str) -> HttpResponse:
    """One form: its fields as they count now, and its versions."""
    found = Form.objects.filter(code=code).first()
    if found is None:
        raise NotFound()
    versions = list(queries.versions_of(found))
    definition = queries.definition_of(versions[0])
    fields = [(f, KINDS[f.kind].label, _rules(f)) for f in definition.fields]
    return render(request, "forms/form.html", {"form": found, "versions": versions, "fields": fields})


@ui.needs(MAY)
def trial(request: Any, pk: int) -> HttpResponse:
    """试填: fill a version in under the rights of a step and see what comes out. Nothing is stored."""
    version = queries.version(pk)
    definition = queries.definition_of(version)
    step = request.GET.get("step", "")
    given: dict[str, Any] = {"definition": definition, "step": step, "viewer": request.actor}
    given["choices"] = choices_for(definition, at=now(), unit_ids=[request.actor.unit_id or 0])
    sent = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    drawn = DefinedForm(**sent, **given)
    result = _result(drawn) if drawn.is_bound and drawn.is_valid() else None
    tabs = [_tab(name, step) for name in ("", *definition.steps)]
    context = {"version": version, "form": drawn, "result": result, "tabs": tabs}
    return render(request, "forms/trial.html", context, status=422 if drawn.errors else 200)


@ui.needs(MAY)
@require_safe
def download(request: Any, pk: int) -> HttpResponse:
    """The definition of a version as JSON."""
    version: FormVersion = queries.version(pk)
    text = json.dumps(version.definition, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{version.form.code}-{version.no}.json"'
    return response


def _result(drawn: DefinedForm) -> list[ui.Fact]:
    values = drawn.values()
    return [ui.Fact(label=f.label, value=_said(f, values[f.name], drawn)) for f in drawn.definition.fields]


def _said(field: Field, value: Any, drawn: DefinedForm) -> str:
    names = drawn.names(field.name)
    return on_page(field, value, names=names) or words(field, value, names=names) or "—"


def _tab(name: str, step: str) -> ui.Tab:
    return ui.Tab(label=name or "全部可填", url=f"?step={name}", current=name == step)


def _rules(field: Field) -> str:
    """What is asked of a field, in words."""
    said = ["必填"] if field.required else []
    said += [f"{field.required_when.source} 时必填"] if field.required_when else []
    said += [f"{field.shown.source} 时显示"] if field.shown else []
    said += [f"= {field.value.source}"] if field.value else []
    said += [f"{len(field.columns)} 列"] if field.columns else []
    said += [f"最多 {field.max_length} 字"] if field.max_length else []
    said += [f"最多 {field.most} 项"] if field.most else []
    return "；".join(said)
