"""数据字典 on the console: which there are, their entries, one entry."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from tongban.foundation.codes import operations, queries
from tongban.foundation.codes.contracts import EntryData
from tongban.foundation.codes.models import Dictionary, Entry
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now

MAY, DATA = "codes.manage", ("label", "position", "first_day", "last_day")


class DayBox(forms.DateInput):
    input_type = "date"


class CreateForm(ui.Form):
    code = forms.CharField(label="代码", max_length=40, help_text="表单用它找到这个字典，定了不再改。例如 staff。")
    name = forms.CharField(label="名称", max_length=60)


class EntryForm(ui.Form):
    label = forms.CharField(label="名称", max_length=60)
    position = forms.IntegerField(label="排序", min_value=0, max_value=99_999, initial=0)
    first_day = forms.DateField(label="启用日期", widget=DayBox(format="%Y-%m-%d"))
    last_day = forms.DateField(
        label="停用日期", required=False, widget=DayBox(format="%Y-%m-%d"),
        help_text="停用后不能再选，已经选过的照常显示。",
    )  # fmt: skip

    def data_of(self) -> EntryData:
        return EntryData(**{name: self.cleaned_data[name] for name in DATA})


class NewEntryForm(EntryForm):
    code = forms.CharField(label="代码", max_length=40)
    field_order = ["code", "label", "position", "first_day", "last_day"]


@ui.needs(MAY)
@require_safe
def dictionaries(request: Any) -> HttpResponse:
    """Every dictionary."""
    page = ui.Listing(request, sorts={"code": ("code",)}, default="code").page(queries.dictionaries())
    return render(request, "codes/list.html", {"page": page})


@ui.needs(MAY)
def create(request: Any) -> HttpResponse:
    form = CreateForm(request.POST or None)
    given = {"actor": request.actor, "at": now()}
    if form.is_valid() and form.carry_out(operations.create_dictionary, **form.values(), **given):
        return redirect("codes:dictionary", code=form.result.code)
    return render(request, "codes/create.html", {"form": form}, status=422 if form.errors else 200)


@ui.needs(MAY)
def dictionary(request: Any, code: str) -> HttpResponse:
    """The entries of one dictionary, and one more."""
    found = get_object_or_404(Dictionary, code=code)
    today = localdate(now())
    form = NewEntryForm(request.POST or None, initial={"first_day": today})
    given: dict[str, Any] = {"dictionary": found, "actor": request.actor, "at": now()}
    if form.is_valid() and form.carry_out(
        operations.add_entry, code=form.cleaned_data["code"], data=form.data_of(), **given
    ):
        messages.success(request, "已增加。")
        return redirect("codes:dictionary", code=code)
    page = ui.Listing(request, sorts={"order": ("position", "code")}, default="order").page(queries.entries_of(found))
    rows = [(row, _state(row, today)) for row in page.rows]
    context = {"dictionary": found, "page": page, "rows": rows, "form": form}
    return render(request, "codes/dictionary.html", context, status=422 if form.errors else 200)


@ui.needs(MAY)
def change(request: Any, pk: int) -> HttpResponse:
    entry = get_object_or_404(Entry.objects.select_related("dictionary"), pk=pk)
    form = EntryForm(request.POST or None, initial={name: getattr(entry, name) for name in DATA})
    given: dict[str, Any] = {"entry": entry, "actor": request.actor, "at": now()}
    if form.is_valid() and form.carry_out(operations.change_entry, data=form.data_of(), **given):
        messages.success(request, "已修改。")
        return redirect("codes:dictionary", code=entry.dictionary.code)
    context = {"entry": entry, "form": form}
    return render(request, "codes/change.html", context, status=422 if form.errors else 200)


def _state(entry: Entry, today: Any) -> tuple[str, str]:
    if entry.first_day > today:
        return "future", "未启用"
    return ("returned", "已停用") if entry.last_day and entry.last_day < today else ("done", "在用")
