"""Trying a form out: filled in under the rights of a step, checked, and never stored."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from tongban.engines.forms.drawing import DefinedForm
from tongban.engines.forms.picking import choices_for
from tongban.engines.forms.printing import pdf_of, sheet_of
from tongban.engines.forms.rules import Definition, Field
from tongban.engines.forms.rules.samples import sample_data
from tongban.engines.forms.wording import on_page, words
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now
from tongban.lib.gongwen.sheet import OpinionBox


def answer(request: Any, definition: Definition, template: str, context: Mapping[str, Any]) -> HttpResponse:
    """The page with the form, and what came out of it once it is filled in rightly. `?sample=1` fills in data to try it with."""
    step = request.GET.get("step", "")
    current = sample_data(definition) if request.GET.get("sample") else {}
    given: dict[str, Any] = {"definition": definition, "step": step, "viewer": request.actor, "current": current}
    given["choices"] = choices_for(definition, at=now(), unit_ids=[request.actor.unit_id or 0], actor=request.actor)
    sent = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    drawn = DefinedForm(**sent, **given)
    filled = drawn.is_bound and drawn.is_valid()
    if filled and request.POST.get("do") == "print":
        return _printed(drawn, step)
    result = _result(drawn) if filled else None
    tabs = [_tab(name, step) for name in ("", *definition.steps)]
    shown = {**context, "form": drawn, "result": result, "tabs": tabs, "step": step}
    return render(request, template, shown, status=422 if drawn.errors else 200)


def _printed(drawn: DefinedForm, step: str) -> HttpResponse:
    """What was filled in as a sheet, with an empty box for an opinion, to see how it looks on paper."""
    content = sheet_of(
        drawn.definition, drawn.values(), names=drawn.names, step=step, boxes=[OpinionBox(label="审批意见")]
    )
    response = HttpResponse(pdf_of(content, at=now()), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{drawn.definition.code}.pdf"'
    return response


def _result(drawn: DefinedForm) -> list[ui.Fact]:
    values = drawn.values()
    return [ui.Fact(label=f.label, value=_said(f, values[f.name], drawn)) for f in drawn.definition.fields]


def _said(field: Field, value: Any, drawn: DefinedForm) -> str:
    names = drawn.names(field.name)
    return on_page(field, value, names=names) or words(field, value, names=names) or "—"


def _tab(name: str, step: str) -> ui.Tab:
    return ui.Tab(label=name or "全部可填", url=f"?step={name}", current=name == step)
