"""The auditor's screens: the list with its filters, one entry, the export."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tongban.foundation.audit import queries
from tongban.foundation.audit.contracts import OUTCOMES, Named, label_of
from tongban.foundation.audit.export import csv_lines
from tongban.foundation.audit.forms import SearchForm
from tongban.foundation.audit.models import Entry
from tongban.foundation.audit.operations import export
from tongban.foundation.ui.api import Fact, needs
from tongban.kernel.errors import Invalid
from tongban.kernel.now import now

SIZE = 50
DAYS_OF = {"1": 1, "7": 7, "30": 30}


@needs("audit.read")
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """The list, the newest first; a page is found by the id it starts below (?before=)."""
    form = SearchForm(request.GET or {})
    form.is_valid()
    page = queries.search(form.search(), before=_before(request), limit=SIZE)
    chosen = form.chosen()
    context = {
        "form": form, "page": page, "rows": queries.with_names(page.entries, request.actor), "chosen": chosen,
        "outcomes": OUTCOMES, "state": queries.figures(now()),
        "older": f"?{urlencode({**chosen, 'before': page.older})}" if page.older else "",
        "newest": f"?{urlencode(chosen)}" if "before" in request.GET else "",
    }  # fmt: skip
    return render(request, "audit/entries.html", context)


@needs("audit.read")
@require_safe
def analysis(request: HttpRequest) -> HttpResponse:
    """日志分析: figures by day, person, action and reason of refusal, of the last days."""
    days = DAYS_OF.get(request.GET.get("days", ""), 7)
    found = queries.tally(queries.Search(since=now() - timedelta(days=days)))
    context = {
        "days": days, "choices": list(DAYS_OF.values()), "tally": found,
        "actions": [(row, label_of(row["action"])) for row in found.actions],
        "most": max((row["done"] + row["refused"] for row in found.days), default=1),
    }  # fmt: skip
    return render(request, "audit/analysis.html", context)


@needs("audit.read")
@require_safe
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Everything that one entry says, and the way to what belongs to it."""
    found = queries.entry_by_id(entry_id)
    ((_, named),) = queries.with_names([found], request.actor)
    context = {"entry": found, "facts": _facts(found, named), "details": _details(found)}
    return render(request, "audit/entry.html", context)


@needs("audit.read")
@require_POST
def download(request: Any) -> StreamingHttpResponse:
    """The filtered entries as a CSV, sent while it is read. Who took it is in the trail before the first line."""
    form = SearchForm(request.POST)
    if not form.is_valid():
        raise Invalid({name: " ".join(map(str, messages)) for name, messages in form.errors.items()})
    moment = now()
    export(filters=form.chosen(), actor=request.actor, at=moment)
    lines = csv_lines(queries.each(form.search()))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"audit-{timezone.localtime(moment):%Y%m%d-%H%M}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _before(request: HttpRequest) -> int | None:
    text = request.GET.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _facts(found: Entry, named: Named | None) -> list[Fact]:
    who = " ".join(part for part in (found.unit_name, found.post_name, found.actor_name) if part)
    subject = str(found.subject or "")
    return [
        Fact(label="结果", value=_outcome(found)),
        Fact(label="人员", value=who or "（已擦除）"),
        *([Fact(label="代谁办理", value=f"人员 {found.for_person_id}")] if found.for_person_id else []),
        Fact(label="网络地址", value=found.ip or "—"),
        Fact(label="发生时间", value=_moment(found.at)),
        Fact(label="记录时间", value=_moment(found.recorded_at)),
        Fact(label="对象", value=found.subject_words or "—", url=_filtered(reference=subject), action="它的全部记录"),
        *([Fact(label=named.kind, value=named.title, url=named.url, action="打开")] if named else []),
        Fact(
            label="请求号", value=found.request_id or "—", url=_filtered(text=found.request_id), action="同一请求的记录"
        ),
        Fact(label="封存序号", value=f"{found.seq:,}" if found.seq else "待封存"),
        Fact(label="校验码", value=found.mac or "—"),
    ]


def _details(found: Entry) -> list[Fact]:
    """What the operation noted, under the names that the code has for it."""
    return [
        Fact(label=name, value=value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for name, value in found.details.items()
    ]


def _outcome(found: Entry) -> str:
    word = OUTCOMES.get(found.outcome, found.outcome)
    return f"{word}（{found.error}）" if found.error else word


def _moment(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y年%-m月%-d日 %H:%M:%S")


def _filtered(**filters: str) -> str:
    return f"{reverse('audit:list')}?{urlencode(filters)}" if all(filters.values()) else ""
