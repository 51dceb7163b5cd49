"""The administrators' screens: series, the register of a year, and what is done by hand with numbers."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tongban.foundation.numbering import api, queries, rules
from tongban.foundation.numbering.contracts import State
from tongban.foundation.numbering.models import Number, Series
from tongban.foundation.organization.api import Unit
from tongban.foundation.references.api import resolve
from tongban.foundation.ui.api import Form, Listing, Tab, needs
from tongban.kernel.errors import Invalid, NotFound
from tongban.kernel.now import now

MAY = "numbering.manage"
STATES = {State.ASSIGNED: ("done", "已用"), State.RESERVED: ("wait", "预留"), State.VOID: ("returned", "作废")}


class ShapeForm(Form):
    word = forms.CharField(label="代字", max_length=rules.LONGEST_WORD, help_text="例如：临政办发。")
    pattern = forms.CharField(
        label="格式", max_length=rules.LONGEST_PATTERN, initial=rules.OFFICIAL_PATTERN,
        help_text="{word} 是代字，{year} 是年份，{serial} 是序号；{serial:5} 补零到五位。有年份的每年从 1 开始。",
    )  # fmt: skip


class CreateForm(ShapeForm):
    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none(), empty_label="请选择")
    purpose = forms.ChoiceField(label="用途")
    field_order = ["unit", "purpose", "word", "pattern"]

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["purpose"].choices = [(k, p.label) for k, p in queries.purposes.items()]  # type: ignore[attr-defined]


class ChangeForm(ShapeForm):
    active = forms.BooleanField(label="在用", required=False, help_text="停用后不再给出新的编号，已有的编号不变。")


class ReserveForm(Form):
    count = forms.IntegerField(label="个数", min_value=1)
    reason = forms.CharField(label="原因", max_length=200)


class SkipForm(Form):
    serial = forms.IntegerField(label="下一个序号", min_value=1, help_text="从旧系统接着编号时用。")
    reason = forms.CharField(label="原因", max_length=200)


@needs(MAY)
@require_safe
def series_list(request: Any) -> HttpResponse:
    """The series that the viewer looks after, with the next number of each."""
    sorts = {"unit": ["unit__order", "unit_id", "purpose", "word"]}
    page = Listing(request, sorts=sorts, default="unit").page(queries.series_managed_by(request.actor, at=now()))
    year = timezone.localtime(now()).year
    rows = [(series, queries.purposes.get(series.purpose), _next(series, year)) for series in page.rows]
    return render(request, "numbering/list.html", {"page": page, "rows": rows})


@needs(MAY)
def create(request: Any) -> HttpResponse:
    units = queries.units_managed_by(request.actor, at=now())
    form = CreateForm(request.POST or None, units=Unit.objects.filter(valid_to=None) if units is None else units)
    if request.method == "POST" and form.is_valid() and _carried_out(request, form, api.create_series):
        messages.success(request, "已建立编号序列。")
        return redirect("numbering:series", form.result.pk)
    return render(request, "numbering/create.html", {"form": form}, status=422 if form.errors else 200)


@needs(MAY)
@require_safe
def series(request: Any, pk: int) -> HttpResponse:
    """The register of one year: every number, the gaps, and what can be done by hand."""
    return _register(request, queries.series_for(request.actor, pk, at=now()))


@needs(MAY)
def change(request: Any, pk: int) -> HttpResponse:
    found = queries.series_for(request.actor, pk, at=now())
    start = {"word": found.word, "pattern": found.pattern, "active": found.active}
    form = ChangeForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid() and _carried_out(request, form, api.change_series, series=found):
        messages.success(request, "已保存。以后的编号按新的格式。")
        return redirect("numbering:series", pk)
    return render(request, "numbering/change.html", {"form": form, "series": found}, status=422 if form.errors else 200)


@needs(MAY)
@require_POST
def reserve(request: Any, pk: int, year: int) -> HttpResponse:
    form = ReserveForm(request.POST, auto_id="reserve_%s")
    return _by_hand(request, (pk, year), form, api.reserve_numbers, "已预留。")


@needs(MAY)
@require_POST
def skip(request: Any, pk: int, year: int) -> HttpResponse:
    return _by_hand(request, (pk, year), SkipForm(request.POST, auto_id="skip_%s"), api.skip_to, "已跳号。")


@needs(MAY)
@require_POST
def void(request: Any, pk: int) -> HttpResponse:
    number = Number.objects.select_related("series").filter(pk=pk).first()
    if number is None:
        raise NotFound
    queries.series_for(request.actor, number.series_id, at=now())
    try:
        api.void_number(number=number, reason=request.POST.get("reason", ""), actor=request.actor, at=now())
    except Invalid as wrong:
        messages.warning(request, wrong.message)
    else:
        messages.success(request, f"{number.text}已作废。")
    return redirect("numbering:series", number.series_id)


def _by_hand(request: Any, run: tuple[int, int], form: Form, operation: Any, done: str) -> HttpResponse:
    pk, year = run
    found = queries.series_for(request.actor, pk, at=now())
    if not (form.is_valid() and _carried_out(request, form, operation, series=found, year=year)):
        return _register(request, found, wrong=form)
    messages.success(request, done)
    return redirect("numbering:series", pk)


def _carried_out(request: Any, form: Form, operation: Any, **target: Any) -> bool:
    return form.carry_out(operation, **form.values(), **target, actor=request.actor, at=now())


def _register(request: Any, found: Series, *, wrong: Form | None = None) -> HttpResponse:
    this_year = timezone.localtime(now()).year
    years = sorted({*queries.years_of(found), this_year}, reverse=True) if found.yearly else [this_year]
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and int(asked) in years else this_year
    page = Listing(request, sorts={"serial": ["serial"]}, default="-serial").page(
        queries.register(series=found, year=year)
    )
    context = {
        "series": found, "purpose": queries.purposes.get(found.purpose), "year": year, "page": page,
        "tabs": [Tab(label=f"{y}年", url=f"?year={y}", current=y == year) for y in years] if found.yearly else [],
        "rows": _rows(page.rows, request), "gaps": queries.gaps(series=found, year=year),
        "next": _text(found, year, queries.next_serial(series=found, year=year)),
        "reserve": wrong if isinstance(wrong, ReserveForm) else ReserveForm(auto_id="reserve_%s"),
        "skip": wrong if isinstance(wrong, SkipForm) else SkipForm(auto_id="skip_%s"),
    }  # fmt: skip
    return render(request, "numbering/series.html", context, status=422 if wrong else 200)


def _rows(numbers: Any, request: Any) -> list[tuple[Any, ...]]:
    seen = resolve([n.subject for n in numbers if n.subject], viewer=request.actor)
    return [(n, *STATES[State(n.state)], seen.get(n.subject)) for n in numbers]


def _next(found: Any, year: int) -> str:
    return _text(found, year, found.next_serial)


def _text(found: Series, year: int, serial: int) -> str:
    return rules.text_of(found.pattern, word=found.word, year=year, serial=serial)
