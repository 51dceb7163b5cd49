"""安全问题: everybody reports and reads the answer; the security administrator handles reports and alarms."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tongban.foundation.access import api as access
from tongban.foundation.incidents import operations, queries
from tongban.foundation.incidents.contracts import ALARM, HANDLED, OPEN, REPORT
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now

STATES = {OPEN: ("wait", "待处理"), HANDLED: ("done", "已处理")}
SORTS = {ALARM: "报警", REPORT: "报告"}


def long_text(label: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=operations.LONGEST, widget=forms.Textarea(attrs={"rows": 5}))


class ReportForm(ui.Form):
    """What was noticed."""

    title = forms.CharField(label="什么问题", max_length=120)
    text = long_text("什么时候、在哪里、发现了什么")


class HandleForm(ui.Form):
    """What was found out, and done."""

    answer = long_text("核查情况和处理结果")


@ui.staff
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All for those who handle them, else one's own reports."""
    page = ui.Listing(request, sorts={"time": ("-state", "pk")}, default="-time").page(
        queries.incidents(request.actor, at=now())
    )
    rows = [(row, SORTS[row.sort], *STATES[row.state]) for row in page.rows]
    return render(request, "incidents/list.html", {"page": page, "rows": rows, "handles": _handles(request)})


@ui.staff
def report(request: HttpRequest) -> HttpResponse:
    """报告安全问题."""
    form = ReportForm(request.POST or None)
    given: dict[str, Any] = {"actor": request.actor, "at": now()}
    if request.method == "POST" and form.is_valid() and form.carry_out(operations.report, **form.values(), **given):
        messages.success(request, "已报告给安全保密管理员，处理以后您会收到消息。")
        return redirect("incidents:page", pk=form.result.pk)
    return render(request, "incidents/report.html", {"form": form}, status=422 if form.errors else 200)


@ui.staff
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One incident; whoever handles it writes what was done."""
    incident = queries.incident_for(request.actor, pk, at=now())
    form = HandleForm(request.POST or None) if incident.state == OPEN and _handles(request) else None
    given: dict[str, Any] = {"incident": incident, "actor": request.actor, "at": now()}
    if (
        form is not None
        and request.method == "POST"
        and form.is_valid()
        and form.carry_out(operations.handle, **form.values(), **given)
    ):
        messages.success(request, "已处理。")
        return redirect("incidents:page", pk=pk)
    context = {"incident": incident, "sort": SORTS[incident.sort], "state": STATES[incident.state], "form": form}
    return render(request, "incidents/page.html", context, status=422 if form is not None and form.errors else 200)


def _handles(request: HttpRequest) -> bool:
    return access.may(actor=request.actor, permission=queries.HANDLE, at=now())
