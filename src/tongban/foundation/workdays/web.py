"""The administrators' screens: a year at a glance, three ways to change it with a preview of the effect, the history."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.foundation.ui.api import Listing, Tab, add_invalid, needs
from tongban.foundation.workdays import api, forms, queries, screens
from tongban.foundation.workdays.contracts import BadNotice
from tongban.foundation.workdays.rules.changes import What
from tongban.foundation.workdays.rules.notice import read_list
from tongban.kernel.errors import Invalid
from tongban.kernel.now import now
from tongban.lib.days.calendar import FIRST, LAST, local_day
from tongban.lib.days.words import Hours

MAY = "workdays.manage"
WHATS = {What.NOTICE: "全年放假安排", What.DAYS: "个别日期", What.HOURS: "工作时间"}


@needs(MAY)
@require_safe
def year(request: Any) -> HttpResponse:
    """The days of one year, what is special in it, and a warning while its notice is missing."""
    calendar, today = queries.calendar(), local_day(now())
    asked = request.GET.get("year", "")
    shown = int(asked) if asked.isdigit() and FIRST.year <= int(asked) <= LAST.year else today.year
    years = sorted({*calendar.announced, today.year, today.year + 1, shown})
    context = {
        "year": shown, "announced": shown in calendar.announced, "hours": calendar.hours_on(_hours_day(shown)),
        "tabs": [Tab(label=f"{y}年", url=f"?year={y}", current=y == shown) for y in years],
        "months": screens.months(calendar, shown, today=today), "numbers": range(1, 32),
        "holidays": screens.holidays(calendar, shown), "workdays": screens.workdays_of(calendar, shown),
        "eras": calendar.hours[1:], "version": calendar.version,
    }  # fmt: skip
    return render(request, "workdays/year.html", context)


@needs(MAY)
def import_notice(request: Any) -> HttpResponse:
    start = {"year": max({local_day(now()).year - 1, *queries.calendar().announced}) + 1}
    form = forms.NoticeForm(request.POST or None, initial=start)
    return _change(request, form, api.import_notice, "导入全年放假安排")


@needs(MAY)
def days(request: Any) -> HttpResponse:
    return _change(request, forms.DaysForm(request.POST or None), api.set_days, "设置个别日期")


@needs(MAY)
def hours(request: Any) -> HttpResponse:
    today = local_day(now())
    current: Hours = queries.calendar().hours_on(today)
    start = {
        "since": today + timedelta(days=1),
        "morning_from": current.morning[0], "morning_to": current.morning[1],
        "afternoon_from": current.afternoon[0], "afternoon_to": current.afternoon[1],
    }  # fmt: skip
    return _change(request, forms.HoursForm(request.POST or None, initial=start), api.set_hours, "设置工作时间")


@needs(MAY)
@require_safe
def history(request: Any) -> HttpResponse:
    page = Listing(request, sorts={"number": ["number"]}, default="-number").page(queries.history())
    rows = [(row, WHATS[What(row.what)], screens.told(row.change())) for row in page.rows]
    return render(request, "workdays/history.html", {"page": page, "rows": rows})


def _change(request: Any, form: Any, operation: Any, title: str) -> HttpResponse:
    """Form → preview → applied. The preview carries the form on, hidden, with the version that it was made on."""
    context: dict[str, Any] = {"form": form, "title": title}
    if request.method == "POST" and form.is_valid():
        if "back" in request.POST:
            return render(request, "workdays/change.html", context)
        if "apply" in request.POST and _applied(request, form, operation):
            messages.success(request, f"已采用，日历现在是第{form.result.number}版。")
            return redirect(f"{reverse('workdays:year')}?year={screens.year_of(form.result.change())}")
        if not form.errors and _previewed(form, context):
            return render(request, "workdays/preview.html", context)
    return render(request, "workdays/change.html", context, status=422 if form.errors else 200)


def _applied(request: Any, form: Any, operation: Any) -> bool:
    said = form.cleaned_data
    try:
        arguments = form.arguments()
    except Invalid as wrong:
        add_invalid(form, wrong)
        return False
    return form.carry_out(
        operation, **arguments, source=said["source"], base=said["base"], actor=request.actor, at=now()
    )


def _previewed(form: Any, context: dict[str, Any]) -> bool:
    """Put what the change would do into the context. False when the form is wrong: messages stand at the fields."""
    try:
        change = form.change()
    except Invalid as wrong:
        context["bad"] = wrong.lines if isinstance(wrong, BadNotice) else []
        add_invalid(form, wrong)
        return False
    typed = {bound.html_name: form.data.get(bound.html_name, "") for bound in form}
    context |= {
        "typed": list((typed | {"base": queries.calendar().version}).items()),
        "rows": screens.rows_of(change, queries.calendar(), queries.calendar_with(change)), "told": screens.told(change),
        "effects": queries.effects_of(change, at=now()), "skipped": _skipped(form),
    }  # fmt: skip
    return True


def _skipped(form: Any) -> list[Any]:
    said = form.cleaned_data
    return read_list(said["text"], said["year"]).skipped if "text" in said else []


def _hours_day(year: int) -> Any:
    today = local_day(now())
    return today if today.year == year else today.replace(year=year, month=1, day=1)
