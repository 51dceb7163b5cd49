"""系统设置 on the console: every option with its value, one changed at a time with a reason, and the history."""

from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tongban.foundation.options import operations, queries
from tongban.foundation.options.contracts import OFF, ON, Option, fixed, options
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Invalid, NotFound
from tongban.kernel.now import now

MAY = "options.manage"


class ChangeForm(ui.Form):
    """The new value, and why."""

    value = forms.CharField(label="新值", required=False)
    reason = forms.CharField(label="修改原因", max_length=200)

    def __init__(self, *args: Any, option: Option, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.option = option
        field = self.fields["value"]
        field.help_text = _range(option)
        if isinstance(option.default, bool):
            field.widget = forms.RadioSelect(choices=[(ON, ON), (OFF, OFF)])
        elif option.choices:
            field.widget = forms.RadioSelect(choices=list(option.choices.items()))

    def clean_value(self) -> Any:
        try:
            return self.option.read(self.cleaned_data["value"])
        except Invalid as error:
            raise forms.ValidationError(error.fields["value"]) from error


@ui.needs(MAY)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All options by their groups, and beside them what the environment says."""
    last = queries.last_changes()
    rows = [
        (option.group, key, option, option.show(queries.value(key)), option.show(option.default), last.get(key))
        for key, option in sorted(options.items(), key=lambda pair: pair[1].group)
    ]
    context = {
        "groups": [(group, list(found)) for group, found in groupby(rows, key=lambda row: row[0])],
        "fixed": [(name, one.label, one.read()) for name, one in fixed.items()],
    }
    return render(request, "options/list.html", context)


@ui.needs(MAY)
def change(request: HttpRequest, key: str) -> HttpResponse:
    """One option."""
    option = queries.option_of(key)
    if option is None:
        raise NotFound()
    current = queries.value(key)
    shown = option.show(current) if isinstance(current, bool) else str(current)
    form = ChangeForm(request.POST or None, option=option, initial={"value": shown})
    given: dict[str, Any] = {"key": key, "actor": request.actor, "at": now()}
    if request.method == "POST" and form.is_valid() and form.carry_out(operations.set_value, **form.values(), **given):
        messages.success(request, f"{option.label}已改为{form.result.after}，几秒内在整个系统生效。")
        return redirect("options:list")
    context = {
        "form": form, "option": option, "current": option.show(current), "default": option.show(option.default),
        "changes": queries.changes(key)[:20],
    }  # fmt: skip
    return render(request, "options/change.html", context, status=422 if form.errors else 200)


@ui.needs(MAY)
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Everything that was changed."""
    page = ui.Listing(request, sorts={"time": ("pk",)}, default="-time").page(queries.changes())
    rows = [(row, options[row.key].label if row.key in options else row.key) for row in page.rows]
    return render(request, "options/history.html", {"page": page, "rows": rows})


def _range(option: Option) -> str:
    if isinstance(option.default, int) and not isinstance(option.default, bool):
        return f"{option.least} 到 {option.most}{option.unit and f'（{option.unit}）'}。{option.hint}"
    return option.hint
