"""迁移: running instances of an older version go on in the newest one. First a preview with the reason of each that cannot; then
the ticked ones, one transaction each."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from tongban.engines.flow import definitions, impact, operations
from tongban.engines.flow.models import Definition, Instance, Work
from tongban.engines.flow.operations.migrating import Target, planned
from tongban.engines.flow.registry import hosts
from tongban.foundation.audit import api as audit
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Anticipated, Conflict
from tongban.kernel.now import now
from tongban.lib import bpmn

MAY = "flow.administer"
MOST = 100  # instances of one page


class MigrateForm(ui.Form):
    reason = forms.CharField(
        label="为什么迁移",
        max_length=200,
        required=False,
        help_text="记在审计里。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@dataclass(slots=True)
class Row:
    """A running instance: where it stands, and what became of it. `state`: "", ok, no, done."""

    instance: Instance
    kind: str
    steps: str
    state: str = ""
    words: str = ""


@ui.needs(MAY)
def migrate(request: Any, key: str, version: int) -> HttpResponse:
    """The running instances of a version, with the corresponding steps of the newest."""
    old = get_object_or_404(Definition.objects.defer("source"), key=key, version=version)
    target = definitions.current(key)
    mapping = _mapping(request, old, target)
    rows = [
        Row(instance, audit.kind_labels.get(instance.subject_kind) or instance.subject_kind, "、".join(_names(works)))
        for instance, works in impact.running_of(old, limit=MOST)
    ]
    form = MigrateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _preview(rows, Target(target, mapping)) if request.POST.get("do") == "preview" else _carry_out(
            request, form, rows, Target(target, mapping)
        )
    context = {
        "old": old,
        "target": target,
        "form": form,
        "rows": rows,
        "steps": _steps(old, target, mapping),
        "most": MOST,
    }
    return render(request, "flow/migrate.html", context, status=422 if form.errors else 200)


def _mapping(request: Any, old: Definition, target: Definition) -> dict[str, str]:
    """The new step of each old one: what was chosen, else what is proposed."""
    proposal = bpmn.proposed(definitions.compiled(old), definitions.compiled(target))
    known = definitions.compiled(target).nodes
    chosen = {step: request.POST.get(f"to.{step}", proposal[step]) for step in proposal}
    return {step: to for step, to in chosen.items() if to in known or not to}


def _steps(old: Definition, target: Definition, mapping: dict[str, str]) -> list[dict[str, Any]]:
    new = definitions.compiled(target)
    choices = [(node.id, node.name or node.id) for node in new.nodes.values() if node.kind == "task"]
    before = [node for node in definitions.compiled(old).nodes.values() if node.kind == "task"]
    return [
        {"id": node.id, "name": node.name or node.id, "to": mapping.get(node.id, ""), "choices": choices}
        for node in before
    ]


def _names(works: list[Work]) -> list[str]:
    return list(dict.fromkeys(work.step for work in works)) or ["等待中"]


def _preview(rows: list[Row], target: Target) -> None:
    """What would become of each; nothing is written."""
    at = now()

    def look(*, instance: Instance) -> None:
        planned(instance, target, hosts[instance.subject_kind].describe(instance.subject), at)

    for row in rows:
        _try(row, look, "ok", "可以迁移")


def _carry_out(request: Any, form: MigrateForm, rows: list[Row], target: Target) -> None:
    ticked = set(request.POST.getlist("instance"))
    chosen = [row for row in rows if str(row.instance.pk) in ticked]
    reason = form.cleaned_data["reason"]
    if not reason.strip():
        form.add_error("reason", "请写明为什么迁移。")
    elif not chosen:
        form.add_error(None, "请先勾选要迁移的办件。")
    else:
        given = {"to": target, "reason": reason, "actor": request.actor, "at": now()}
        for row in chosen:
            request_key = f"{form.cleaned_data['request_key']}/{row.instance.pk}"
            _try(row, partial(operations.migrate_instance, request_key=request_key, **given), "done", "已迁移")
        done = sum(row.state == "done" for row in chosen)
        messages.info(request, f"迁移了 {done} 件，{len(chosen) - done} 件没有迁移。")


def _try(row: Row, do: Callable[..., Any], state: str, words: str) -> None:
    try:
        do(instance=row.instance)
        row.state, row.words = state, words
    except bpmn.BpmnError as refused:
        row.state, row.words = "no", refused.message
    except Anticipated as refused:
        row.state, row.words = "no", str(refused) if isinstance(refused, Conflict) else "不能迁移"
