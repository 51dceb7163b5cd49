"""Import and export of units, people and roles: the template, the upload, the report of bad rows, then everything or nothing."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from tongban.foundation.jobs.api import latest_with_key
from tongban.foundation.organization.forms import offer
from tongban.foundation.organization.models import Import, Unit
from tongban.foundation.organization.operations.importing import drop_import, start_import, take_up
from tongban.foundation.organization.queries import managed
from tongban.foundation.organization.queries.importing import import_for, imports_for, sheets_of
from tongban.foundation.organization.queries.tree import current_units
from tongban.foundation.organization.sheets import MOST_BYTES, SHEETS, write
from tongban.foundation.ui.api import Form, Listing, needs
from tongban.kernel.now import now

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STATES = {
    Import.CHECKING: ("wait", "正在检查"), Import.BAD: ("returned", "有错误"), Import.READY: ("taken", "检查通过"),
    Import.LOADING: ("wait", "正在导入"), Import.DONE: ("done", "已导入"), Import.DROPPED: ("paused", "已放弃"),
}  # fmt: skip


class UploadForm(Form):
    under = forms.TypedChoiceField(label="导入到", coerce=int, help_text="表格里的单位都在它的范围内")
    file = forms.FileField(label="表格")


@needs(managed.MANAGE)
def imports(request: Any) -> HttpResponse:
    """What was imported so far, and the upload."""
    units = _units(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    offer(form, "under", [(u.pk, u.full_name) for u in units])
    if request.method == "POST" and form.is_valid() and _taken_up(request, form, units):
        return redirect("imports:import", form.result.pk)
    page = Listing(request, sorts={"at": ("-made_at", "-pk")}, default="at").page(imports_for(request.actor, now()))
    context = {
        "form": form,
        "page": page,
        "rows": [(row, *STATES[row.state]) for row in page.rows],
        "megabytes": MOST_BYTES >> 20,
    }
    return render(request, "organization/imports.html", context, status=422 if form.errors else 200)


@needs(managed.MANAGE)
@require_safe
def import_page(request: Any, pk: int) -> HttpResponse:
    """One file: how far it is, what is wrong with which row, and the button."""
    found = import_for(request.actor, pk, now())
    busy = found.state in (Import.CHECKING, Import.LOADING)
    job = latest_with_key(f"import:{pk}") if busy else None
    mark, words = STATES[found.state]
    context = {"import": found, "mark": mark, "words": words, "busy": busy, "job": job, "report": found.report}
    return render(request, "organization/import.html", context)


@needs(managed.MANAGE)
@require_POST
def start(request: Any, pk: int) -> HttpResponse:
    """导入."""
    start_import(taken=import_for(request.actor, pk, now()), actor=request.actor, at=now())
    return redirect("imports:import", pk)


@needs(managed.MANAGE)
@require_POST
def drop(request: Any, pk: int) -> HttpResponse:
    """放弃."""
    drop_import(taken=import_for(request.actor, pk, now()), actor=request.actor, at=now())
    messages.success(request, "已放弃，什么也没有写入。")
    return redirect("imports:list")


@needs(managed.MANAGE)
@require_safe
def template(request: Any) -> HttpResponse:
    """An empty workbook with the heads."""
    return _workbook(write({title: [] for title in SHEETS}), "单位和人员导入模板")


@needs(managed.MANAGE)
@require_safe
def export(request: Any, pk: int) -> HttpResponse:
    """单位, 人员 and 公文流转角色添加记录表 of a unit and what is under it."""
    under, at = managed.unit_for(request.actor, pk, now()), now()
    content = write(sheets_of(under, request.actor, at))
    return _workbook(content, f"{under.short_name}单位人员角色{timezone.localdate(at):%Y%m%d}")


def _taken_up(request: Any, form: UploadForm, units: list[Unit]) -> bool:
    given = form.values()
    under = next(unit for unit in units if unit.pk == given["under"])
    file = given["file"]
    if file.size > MOST_BYTES:
        form.add_error("file", f"文件太大，最多 {MOST_BYTES >> 20} MB，请分几次导入。")
        return False
    content = {"name": file.name, "content": file.read()}
    return form.carry_out(take_up, under=under, account=request.user, actor=request.actor, at=now(), **content)


def _units(request: Any) -> list[Unit]:
    """The organs that the viewer manages."""
    mine = managed.managed_units(request.actor, now())
    return list(current_units(timezone.localdate(now())).filter(pk__in=mine).exclude(form="section"))


def _workbook(content: bytes, name: str) -> HttpResponse:
    shown = content_disposition_header(True, f"{name}.xlsx")
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": shown})
