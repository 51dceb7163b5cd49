"""督办: the supervisor's list, and one 督办 as the unit answers it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tongban.business.supervision import queries
from tongban.business.supervision.contracts import ANSWER_CLOCK, Level
from tongban.business.supervision.models import Order
from tongban.business.supervision.operations import orders as operations
from tongban.business.supervision.operations.cards import MARKS
from tongban.business.supervision.rules.triggers import label_of
from tongban.business.supervision.web.cards import ORDER_STATES
from tongban.business.supervision.web.forms import AnswerForm, CloseForm
from tongban.foundation.access import api as access
from tongban.foundation.clocks import api as clocks
from tongban.foundation.ui import api as ui
from tongban.kernel.now import now


@ui.needs("supervision.watch")
def listing(request: HttpRequest) -> HttpResponse:
    """Every 督办 of the units that the viewer watches."""
    state = request.GET.get("tab", "")
    listed = ui.Listing(request, sorts={"time": ("issued_at", "pk")}, default="-time")
    rows = queries.orders(request.actor, at=now())
    page = listed.page(rows.filter(state=state) if state in ORDER_STATES else rows)
    tabs = [ui.Tab(label="全部", url=listed.url(tab=None, page=None), current=state not in ORDER_STATES)]
    tabs += [
        ui.Tab(label=label, url=listed.url(tab=name, page=None), current=state == name)
        for name, (_, label) in ORDER_STATES.items()
    ]
    context = {"page": page, "listing": listed, "tabs": tabs, "rows": [(o, *ORDER_STATES[o.state]) for o in page.rows]}
    return render(request, "supervision/orders.html", context)


@ui.staff
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One 督办."""
    return _page(request, queries.order_for(request.actor, pk, at=now()))


def _page(request: HttpRequest, order: Order, *, status: int = 200, **forms: Any) -> HttpResponse:
    at = now()
    answers = order.state == "open" and access.may(
        actor=request.actor, permission="supervision.answer", target=order, at=at
    )
    closes = order.state != "closed" and access.may(
        actor=request.actor, permission="supervision.order", target=order, at=at
    )
    clock = clocks.clocks_of(order.reference).filter(code=ANSWER_CLOCK).first()
    context = {
        "order": order, "state": ORDER_STATES[order.state], "mark": MARKS[Level(order.card.level)],
        "rule": label_of(order.card.rule), "left": clocks.time_left(clock, at=at) if clock else None,
        "answer_form": AnswerForm() if answers else None, "close_form": CloseForm() if closes else None, **forms,
    }  # fmt: skip
    return render(request, "supervision/order.html", context, status=status)


@ui.staff
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """答复."""
    found = queries.order_for(request.actor, pk, at=now())
    form = AnswerForm(request.POST)
    given: dict[str, Any] = {"order": found, "actor": request.actor, "at": now()}
    if form.is_valid() and form.carry_out(operations.answer, **form.values(), **given):
        messages.success(request, "已答复。")
        return redirect("supervision:order", pk=pk)
    return _page(request, found, status=422, answer_form=form)


@ui.needs("supervision.order")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """了结."""
    found = queries.order_for(request.actor, pk, at=now())
    form = CloseForm(request.POST)
    given: dict[str, Any] = {"order": found, "actor": request.actor, "at": now()}
    if form.is_valid() and form.carry_out(operations.close, **form.values(), **given):
        messages.success(request, "已了结。")
        return redirect("supervision:order", pk=pk)
    return _page(request, found, status=422, close_form=form)
