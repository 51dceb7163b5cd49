"""The drawing board of a form: what is designed is saved first, whatever button was pressed; a check looks at that."""

import json
import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tongban.engines.forms import operations
from tongban.engines.forms.contracts import DefinitionInvalid, DraftOvertaken, Right
from tongban.engines.forms.models import Draft, Form
from tongban.engines.forms.rules import read_definition
from tongban.engines.forms.rules.difference import RIGHTS, difference
from tongban.engines.forms.rules.kinds import KINDS
from tongban.engines.forms.web.trying import answer
from tongban.engines.forms.word import definition_from_word
from tongban.foundation.codes import api as codes
from tongban.foundation.search import api as search
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.now import now

MAY = "forms.design"
TOLD = ("label", "type", "listed", "within", "computed")  # of each kind, to the script
LARGEST = 10_000_000  # bytes of a file that is brought


class NewForm(ui.Form):
    name = forms.CharField(label="名称", max_length=120, required=False, help_text="例如：用车申请单。")
    code = forms.CharField(label="代码", max_length=40, help_text="流程和业务用它找到这个表单，定了不再改。例如 car。")
    file = forms.FileField(
        label="从文件开始", required=False,
        help_text="导出的表单定义（.json），或有表格的 Word 文件（.docx）；不选就从空白表单开始。",
    )  # fmt: skip


class BoardForm(ui.Form):
    definition = forms.CharField(widget=forms.Textarea(attrs={"rows": 24}), strip=False, label="表单定义（JSON）")
    revision = forms.IntegerField(widget=forms.HiddenInput)
    message = forms.CharField(
        label="这一版改了什么", max_length=200, required=False, help_text="发布时填写，留在版本记录里。"
    )

    def clean_definition(self) -> dict[str, Any]:
        return parsed(self.cleaned_data["definition"])


def parsed(text: str) -> dict[str, Any]:
    """A definition as it was sent. Raises ValidationError for what is no JSON object."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise forms.ValidationError("这不是有效的 JSON，请检查括号和引号。") from error
    if not isinstance(found, dict):
        raise forms.ValidationError("表单定义应为一个 JSON 对象。")
    return found


@ui.needs(MAY)
def new(request: Any) -> HttpResponse:
    """A new form: blank, from an exported definition, or from a table in a Word file."""
    form = NewForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        values = form.values()
        try:
            brought = _brought(values["file"], code=values["code"], name=values["name"])
        except Invalid as invalid:
            ui.add_invalid(form, invalid)
            return render(request, "forms/new.html", {"form": form}, status=422)
        given = {
            "code": values["code"],
            "name": values["name"] or str(brought.get("name", "")),
            "definition": brought or None,
        }
        if form.carry_out(operations.begin_draft, **given, actor=request.actor, at=now()):
            return redirect("console-forms:edit", code=form.result.code)
    return render(request, "forms/new.html", {"form": form}, status=422 if form.errors else 200)


@ui.needs(MAY)
@require_POST
def begin(request: Any, code: str) -> HttpResponse:
    """设计新版: a draft of what counts now."""
    wanted = {"code": code, "name": "", "actor": request.actor, "at": now()}
    operations.begin_draft(**wanted, request_key=request.POST.get("request_key") or None)
    return redirect("console-forms:edit", code=code)


@ui.needs(MAY)
def edit(request: Any, code: str) -> HttpResponse:
    """The drawing board."""
    draft = Draft.objects.select_related("base").filter(code=code).first()
    if draft is None:  # published or thrown away meanwhile
        return (
            redirect("console-forms:form", code=code)
            if Form.objects.filter(code=code).exists()
            else redirect("console-forms:list")
        )
    if request.method != "POST":
        return _board(request, draft, BoardForm(initial=_initial(draft)))
    form = BoardForm(request.POST)
    if not form.is_valid():
        return _board(request, draft, form)
    given = {"definition": form.cleaned_data["definition"], "revision": form.cleaned_data["revision"]}
    try:
        saved = form.carry_out(operations.save_draft, draft=draft, **given, actor=request.actor, at=now())
    except DraftOvertaken as overtaken:
        return _overtaken(request, draft, form, str(overtaken))
    if not saved:
        return _board(request, draft, form)
    if request.POST.get("do") == "publish":
        return _publish(request, form.result, form)
    messages.success(request, "已保存草稿。")
    return redirect("console-forms:edit", code=code)


def _publish(request: Any, draft: Draft, form: BoardForm) -> HttpResponse:
    """The second act of one form, under a key of its own."""
    key = form.cleaned_data["request_key"]
    wanted = {"draft": draft, "message": form.cleaned_data["message"], "actor": request.actor, "at": now()}
    try:
        made = operations.publish_draft(**wanted, request_key=f"{key}/publish" if key else None)
    except DefinitionInvalid:
        form.add_error(None, "表单还有问题，见下面的检查。")
        return _board(request, draft, _fresh(draft, form))
    except Invalid as error:
        ui.add_invalid(form, error)
        return _board(request, draft, _fresh(draft, form))
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        return _board(request, draft, _fresh(draft, form))
    messages.success(request, f"已发布第 {made.no} 版。已经填写的仍按原来的版本。")
    return redirect("console-forms:form", code=draft.code)


@ui.needs(MAY)
@require_POST
def discard(request: Any, code: str) -> HttpResponse:
    """放弃草稿."""
    draft = get_object_or_404(Draft, code=code)
    published = draft.base_id is not None
    key = request.POST.get("request_key") or None
    operations.discard_draft(draft=draft, actor=request.actor, at=now(), request_key=key)
    messages.success(request, "已放弃草稿。")
    return redirect("console-forms:form", code=code) if published else redirect("console-forms:list")


@ui.needs(MAY)
def preview(request: Any, code: str) -> HttpResponse:
    """The draft as it is saved, to fill in under the rights of a step; nothing is stored."""
    draft = get_object_or_404(Draft, code=code)
    try:
        definition = read_definition(draft.definition)
    except DefinitionInvalid as invalid:
        return render(request, "forms/preview_none.html", {"draft": draft, "faults": invalid.fields})
    return answer(request, definition, "forms/preview.html", {"draft": draft})


def _fresh(draft: Draft, form: BoardForm) -> BoardForm:
    """The form after its draft was saved: what it sends next began with this."""
    data: Any = form.data.copy()
    data["revision"] = str(draft.revision)
    form.data = data
    return form


def _overtaken(request: Any, draft: Draft, form: BoardForm, message: str) -> HttpResponse:
    """The second of two designers: told who was first, shown what differs, and asked before anything is overwritten."""
    newer = Draft.objects.get(pk=draft.pk)
    changes = difference(newer.definition, form.cleaned_data["definition"])
    form.add_error(None, f"{message}下面是您的内容与已保存的草稿的不同。再按一次保存，就用您的内容覆盖。")
    return _board(request, newer, _fresh(newer, form), changes=changes, status=409)


def _board(request: Any, draft: Draft, form: BoardForm, *, changes: Any = (), status: int = 0) -> HttpResponse:
    definition = form.cleaned_data.get("definition", draft.definition) if form.is_bound else draft.definition
    kinds = {name: {word: getattr(kind, word) for word in TOLD} for name, kind in KINDS.items()}
    context = {
        "draft": draft, "form": form, "findings": findings(definition), "changes": changes, "kinds": kinds,
        "rights": {right.value: RIGHTS[right] for right in Right},
        "dictionaries": [(row.code, row.name) for row in codes.dictionaries()],
        "things": [(kind, source.label) for kind, source in search.sources.items()],
    }  # fmt: skip
    return render(request, "forms/edit.html", context, status=status or (422 if form.errors else 200))


def findings(definition: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What is wrong: the field (empty where it is none), the place, the message."""
    try:
        read_definition(definition)
    except DefinitionInvalid as invalid:
        return [(_field_at(definition, at), at, message) for at, message in invalid.fields.items()]
    return []


def _field_at(definition: dict[str, Any], at: str) -> str:
    if found := re.match(r"schema\.properties\.([a-z][a-z0-9_]*)", at):
        return found[1]
    if found := re.match(r"layout\.sections\[(\d+)\]\.fields\[(\d+)\]", at):
        row = definition["layout"]["sections"][int(found[1])]["fields"][int(found[2])]
        return str(row.get("name", ""))
    return ""


def _initial(draft: Draft) -> dict[str, Any]:
    return {"definition": json.dumps(draft.definition, ensure_ascii=False, indent=1), "revision": draft.revision}


def _brought(file: Any, *, code: str, name: str) -> dict[str, Any]:
    """The definition in a file; nothing where none was chosen. Raises Invalid at `file`."""
    if not file:
        return {}
    if file.size > LARGEST:
        raise Invalid({"file": "文件超过 10 MB，请删去不用的部分。"}, code="forms.file")
    content = file.read()
    if (file.name or "").lower().endswith(".docx") or content.startswith(b"PK"):
        return definition_from_word(content, code=code, name=name)
    try:
        brought = parsed(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, forms.ValidationError) as error:
        raise Invalid(
            {"file": "这个文件不是导出的表单定义（.json），也不是 Word 文件（.docx）。"}, code="forms.file"
        ) from error
    try:
        read_definition({**brought, "code": code, "name": name or brought.get("name")})
    except DefinitionInvalid as invalid:
        first = next(iter(invalid.fields.items()))
        raise Invalid({"file": f"这个定义不能用：{first[0]} {first[1]}"}, code="forms.file") from invalid
    return brought
