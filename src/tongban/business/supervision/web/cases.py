"""办件查询: the cases behind the figures of the board; one case as the supervisor sees it: evidence, no act of its handling."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from tongban.business.casework import api as casework
from tongban.business.supervision import queries
from tongban.business.supervision.contracts import Level
from tongban.business.supervision.operations.cards import MARKS
from tongban.business.supervision.operations.exports import MOST, export_list
from tongban.business.supervision.rules import periods
from tongban.business.supervision.rules.triggers import label_of
from tongban.business.supervision.web.forms import CardForm
from tongban.business.supervision.web.timeline import timeline
from tongban.foundation.access import api as access
from tongban.foundation.clocks import api as clocks
from tongban.foundation.organization.api import Unit
from tongban.foundation.ui import api as ui
from tongban.foundation.workdays.api import calendar
from tongban.kernel.now import now

SORTS = {"time": ("submitted_at", "pk"), "unit": ("unit__name", "pk")}
TABS = {
    "running": "在办", "near": "将到期", "over": "超承诺", "legal": "超法定", "paused": "暂停", "today": "今日办结", "finished": "办结",
    "late": "超时办结", "": "全部",
}  # fmt: skip
HEAD = ("办件编号", "办件", "单位", "承办人", "状态", "收件", "承诺时限", "依法至")


@ui.needs("supervision.watch")
def listing(request: HttpRequest) -> HttpResponseBase:
    """The cases of the units that the viewer watches."""
    at, view, period = now(), request.GET.get("view", "running"), request.GET.get("period", "")
    period = period if period in periods.LABELS else "month"
    rows, listed = (
        queries.cases(request.actor, at=at, view=view, period=period),
        ui.Listing(request, sorts=SORTS, default="-time"),
    )
    unit = Unit.objects.filter(pk=whole(request.GET.get("unit"))).first()
    rows = rows.filter(unit=unit) if unit else rows
    text = request.GET.get("q", "").strip()
    for word in text.split():
        rows = rows.filter(Q(title__icontains=word) | Q(number_text__icontains=word))
    if "csv" in request.GET:
        export_list(name="监察办件", actor=request.actor, at=at)
        return ui.table_download(
            "监察办件", HEAD, (line for part in _parts(rows.order_by("pk")[:MOST]) for line in _table(part, at))
        )
    page = listed.page(rows)
    spans = {"finished", "late"}
    context = {
        "page": page, "listing": listed, "q": text, "view": view, "rows": _rows(page.rows, at),
        "chips": [listed.chip("unit", unit.short_name or unit.name)] if unit else [], "clear_url": listed.clear_url,
        "export_url": listed.url(csv=1, page=None),
        "tabs": [
            ui.Tab(label=f"{periods.LABELS[period]}{label}" if word in spans else label, current=word == view,
                   url=listed.url(view=word or "all", page=None))
            for word, label in TABS.items()
        ],
    }  # fmt: skip
    return render(request, "supervision/cases.html", context)


def _rows(found: Sequence[casework.Case], at: datetime) -> list[tuple[Any, ...]]:
    """Each case with its state, its badge, how much was used, and the last day by law."""
    promises, days = queries.promises_of(case.pk for case in found), calendar()
    usages = clocks.usage_of(promises.values(), at=at, days=days)
    rows = []
    for case in found:
        clock = promises.get(case.pk)
        left = clocks.time_left(clock, at=at, days=days) if clock else None
        usage = usages[clock.pk] if clock else None
        looks = "over" if usage and usage.used > usage.limit else "soon" if left and left.kind == "soon" else "plain"
        rows.append((case, word_of(case), left, usage, looks, clock.legal_due_on if clock else None))
    return rows


def _parts(rows: Any, size: int = 500) -> Any:
    part: list[casework.Case] = []
    for case in rows.iterator(chunk_size=size):
        part.append(case)
        if len(part) == size:
            yield part
            part = []
    yield part


def _table(part: list[casework.Case], at: datetime) -> list[list[Any]]:
    return [
        [case.number_text, case.title, case.unit.name, case.handler_name, word, case.submitted_at, left.text if left else "", due]
        for case, word, left, _usage, _looks, due in _rows(part, at)
    ]  # fmt: skip


def word_of(case: casework.Case) -> str:
    return casework.LABELS[casework.State(case.state)]


@ui.needs("supervision.watch")
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One case as the supervisor sees it."""
    return case_page(request, queries.case_for(request.actor, pk, at=now()))


def case_page(request: HttpRequest, found: casework.Case, *, form: Any = None, status: int = 200) -> HttpResponse:
    at, evidence = now(), queries.evidence_of(found)
    may = access.may(actor=request.actor, permission="supervision.order", target=found, at=at)
    context = {
        "case": found, "word": word_of(found), "moments": timeline(found, evidence, at=at), "limits": limits_of(found, at=at),
        "letters": evidence.letters, "steps": evidence.steps, "form": form or (CardForm() if may else None),
        "cards": [(card, MARKS[Level(card.level)], label_of(card.rule), card.state == "withdrawn") for card in evidence.cards],
    }  # fmt: skip
    return render(request, "supervision/case.html", context, status=status)


def limits_of(case: casework.Case, *, at: datetime) -> list[tuple[str, Any, clocks.Clock, clocks.Usage]]:
    """Each clock of the case with its name, its badge, and how much of it was used."""
    days, found = calendar(), list(clocks.clocks_of(case.reference))
    usages = clocks.usage_of(found, at=at, days=days)
    return [(clocks.codes[c.code], clocks.time_left(c, at=at, days=days), c, usages[c.pk]) for c in found]


def whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
