"""The administrator's screen: whether the line stands, what did not go through, on either side."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from tongban.engines.exchange import queries
from tongban.engines.exchange.models import Arrival
from tongban.engines.exchange.operations import mending
from tongban.engines.exchange.registry import topics
from tongban.foundation.jobs import api as jobs
from tongban.foundation.ui.api import Figure, needs
from tongban.kernel.errors import Conflict
from tongban.kernel.now import now

SHOWN = 100


@needs("exchange.manage")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    there = queries.other_side()
    line = next((row for row in jobs.periodic_jobs() if row.name == "exchange.carry"), None)
    context = {
        "configured": bool(settings.EXCHANGE_ADDRESS), "address": settings.EXCHANGE_ADDRESS, "line": line,
        "figures": _figures(queries.figures(now())), "shown": SHOWN,
        "refused": [_row(row) for row in queries.refusals()[:SHOWN]],
        "refused_there": [_there(row) for row in there.state["refusals"]] if there else [],
        "failing": [_row(row) for row in queries.failing()[:SHOWN]],
    }  # fmt: skip
    return render(request, "exchange/overview.html", context)


@needs("exchange.manage")
@require_POST
def retry(request: HttpRequest, arrival_id: int) -> HttpResponse:
    return _carry_out(request, arrival_id, mending.retry, "已重新排队，稍后请刷新查看结果。")


@needs("exchange.manage")
@require_POST
def give_up(request: HttpRequest, arrival_id: int) -> HttpResponse:
    return _carry_out(request, arrival_id, mending.give_up, "已作废。同一事项后面的数据继续处理。")


@needs("exchange.manage")
@require_POST
def announce_again(request: Any) -> HttpResponse:
    topic, key = request.POST.get("topic", ""), request.POST.get("key", "")[:80]
    known = topics.get(topic)
    if known is None or known.compose is None:
        messages.warning(request, "没有这类公开信息，请刷新页面后再试。")
    else:
        mending.announce_again(topic=topic, key=key, actor=request.actor, at=now())
        messages.success(request, "已重新送出，片刻后请刷新查看结果。")
    return redirect("exchange:overview")


def _carry_out(request: Any, arrival_id: int, operation: Callable[..., Any], done: str) -> HttpResponse:
    arrival = get_object_or_404(Arrival, pk=arrival_id)
    try:
        operation(arrival=arrival, actor=request.actor, at=now())
    except Conflict as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, done)
    return redirect("exchange:overview")


def _row(row: Any) -> dict[str, Any]:
    return {"row": row, "label": _label(row.topic)}


def _there(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"label": _label(row["topic"]), "arrived_at": datetime.fromisoformat(row["arrived_at"])}


def _label(topic: str) -> str:
    """The Chinese name of a topic, or its own where the code does not have it."""
    known = topics.get(topic)
    return known.label if known else topic


def _figures(found: dict[str, float]) -> list[Figure]:
    refused = found["exchange_refused"] + found["exchange_refused_there"]
    return [
        Figure(label="待送往公众区", value=f"{found['exchange_to_announce']:,.0f}", unit="件"),
        Figure(label="收到待落实", value=f"{found['exchange_waiting']:,.0f}", unit="件"),
        Figure(label="两边拒收", value=f"{refused:,.0f}", unit="件"),
    ]
