"""The designers' screens of processes: which there are, their versions, and the drawing board of the next version."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from tongban.engines.flow import definitions, impact, importing, labels, operations, patterns
from tongban.engines.flow.models import Definition, Draft
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Invalid, NotFound
from tongban.kernel.now import now

MAY = "flow.design"
LARGEST = 1_000_000  # bytes of a file that is brought


class NewForm(ui.Form):
    key = forms.SlugField(label="代码", max_length=60, help_text="业务用它找到这个流程，定了不再改。例如 leave。")
    name = forms.CharField(label="名称", max_length=120, required=False)
    file = forms.FileField(
        label="BPMN 文件",
        required=False,
        help_text="可以导入其他系统（Flowable、Activiti、Camunda 等）的流程；不选就从空白画起。",
    )

    def clean_file(self) -> str:
        """The file's text, "" where none was chosen."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > LARGEST:
            raise forms.ValidationError("文件超过 1 MB，请删去不用的部分。")
        try:
            return str(file.read().decode())
        except UnicodeDecodeError as error:
            raise forms.ValidationError("这个文件不是 UTF-8 编码的 BPMN 流程。") from error

    ready = forms.ChoiceField(label="从模板开始", required=False, choices=patterns.choices)
    field_order = ("key", "name", "ready", "file")


class DraftForm(ui.Form):
    source = forms.CharField(widget=forms.HiddenInput, strip=False)
    message = forms.CharField(
        label="这一版改了什么", max_length=200, required=False, help_text="发布时填写，留在版本记录里。"
    )


@ui.needs(MAY)
@require_safe
def processes(request: Any) -> HttpResponse:
    """Every process with its newest version, its draft and what runs on it."""
    return render(request, "flow/processes.html", {"processes": definitions.processes()})


@ui.needs(MAY)
def process(request: Any, key: str) -> HttpResponse:
    """The picture of the newest version, and all versions. Posting begins a draft."""
    if request.method == "POST":
        wanted = {"key": key, "name": "", "actor": request.actor, "at": now()}
        operations.begin_draft(**wanted, request_key=request.POST.get("request_key") or None)
        return redirect("console-flow:edit", key=key)
    versions = definitions.versions_of(key)
    if not versions:
        raise NotFound()
    context = {"newest": versions[0], "versions": versions, "draft": Draft.objects.filter(key=key).first()}
    context["may_migrate"] = ui.permission_check()(request, "flow.administer")
    return render(request, "flow/process.html", context | {"form": ui.Form()})


@ui.needs(MAY)
def new(request: Any) -> HttpResponse:
    """A new process, blank or from a file."""
    form = NewForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        given = {
            "key": values["key"],
            "name": values["name"],
            "source": values["file"] or patterns.source_of(values["ready"]),
        }
        if form.carry_out(operations.begin_draft, **given, actor=request.actor, at=now()):
            return redirect("console-flow:edit", key=form.result.key)
    return render(request, "flow/new.html", {"form": form}, status=422 if form.errors else 200)


@ui.needs(MAY)
def edit(request: Any, key: str) -> HttpResponse:
    """The drawing board. What was drawn is saved first, whatever button was pressed: a check or a publication looks at that."""
    draft = Draft.objects.select_related("base").filter(key=key).first()
    if draft is None:  # published or thrown away meanwhile
        return redirect("console-flow:process", key=key)
    if request.method != "POST":
        return _board(request, draft, DraftForm(initial={"source": draft.source}))
    form = DraftForm(request.POST)
    given = {"draft": draft, "actor": request.actor, "at": now()}
    if not form.is_valid() or not form.carry_out(operations.save_draft, **given, source=form.cleaned_data["source"]):
        return _board(request, draft, form)
    if request.POST.get("do") == "publish":
        return _publish(request, form.result, form)
    messages.success(request, "已保存草稿。")
    return redirect("console-flow:edit", key=key)


def _publish(request: Any, draft: Draft, form: DraftForm) -> HttpResponse:
    """The second act of one form, under a key of its own."""
    key = form.cleaned_data["request_key"]
    wanted = {"draft": draft, "message": form.cleaned_data["message"], "actor": request.actor, "at": now()}
    try:
        made = operations.publish_draft(**wanted, request_key=f"{key}/publish" if key else None)
    except Invalid as error:
        ui.add_invalid(form, error)
        return _board(request, draft, form)
    messages.success(request, f"已发布第 {made.version} 版。正在办理的仍按原来的版本走完。")
    return redirect("console-flow:process", key=draft.key)


@ui.needs(MAY)
@require_POST
def discard(request: Any, key: str) -> HttpResponse:
    """放弃草稿."""
    draft = get_object_or_404(Draft, key=key)
    published = draft.base_id is not None
    key_of_request = request.POST.get("request_key") or None
    operations.discard_draft(draft=draft, actor=request.actor, at=now(), request_key=key_of_request)
    messages.success(request, "已放弃草稿。")
    return redirect("console-flow:process", key=key) if published else redirect("console-flow:list")


@ui.needs(MAY)
@require_safe
def download(request: Any, pk: int) -> HttpResponse:
    """A published version as a BPMN file."""
    found = get_object_or_404(Definition, pk=pk)
    response = HttpResponse(found.source, content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.key}-{found.version}.bpmn"'
    return response


def _board(request: Any, draft: Draft, form: DraftForm) -> HttpResponse:
    source = form["source"].value() or draft.source
    findings = definitions.findings(source.encode(), before=draft.base)
    context = {
        "draft": draft, "form": form, "findings": findings, "publishable": all(found.severity != "error" for found in findings),
        "roles": labels.ROLES, "relations": labels.RELATIONS, "fallbacks": labels.FALLBACKS, "timeouts": labels.TIMEOUTS,
        "moves": labels.MOVES, "standing": impact.standing(draft.key, source.encode()), "taken": importing.taken_over(source.encode()),
    }  # fmt: skip
    return render(request, "flow/edit.html", context, status=422 if form.errors else 200)
