"""预警和牌: the list with the evidence of one card beside it, cards by hand, 督办 and 撤销."""

import re
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from tongban.business.supervision import queries
from tongban.business.supervision.contracts import CardState, Level
from tongban.business.supervision.models import Card
from tongban.business.supervision.operations import cards as operations
from tongban.business.supervision.operations import orders
from tongban.business.supervision.operations.cards import MARKS, WORDS
from tongban.business.supervision.operations.exports import MOST, export_list
from tongban.business.supervision.rules import periods
from tongban.business.supervision.rules.triggers import label_of
from tongban.business.supervision.web.cases import case_page, limits_of, whole
from tongban.business.supervision.web.forms import CardForm, OrderForm, WithdrawForm
from tongban.business.supervision.web.timeline import timeline
from tongban.foundation.access import api as access
from tongban.foundation.clocks import api as clocks
from tongban.foundation.organization.api import Unit
from tongban.foundation.ui import api as ui
from tongban.foundation.workdays.api import ZONE, add_months
from tongban.kernel.now import now

SORTS = {"time": ("since", "pk"), "level": ("level", "since", "pk"), "unit": ("unit__name", "pk")}
LEVELS = {name: level for level, name in MARKS.items()}
CARD_STATES = {"issued": ("wait", "已发"), "replaced": ("future", "已换牌"), "withdrawn": ("returned", "已撤销")}
ORDER_STATES = {"open": ("wait", "待答复"), "answered": ("taken", "已答复"), "closed": ("done", "已了结")}
HEAD = ("牌", "办件编号", "办件", "单位", "承办人", "原因", "成立时间", "状态", "督办")
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@ui.needs("supervision.watch")
def listing(request: HttpRequest) -> HttpResponseBase:
    """The cards of the units that the viewer watches."""
    if "csv" in request.GET:
        at = now()
        rows, _ = _chosen(request, queries.cards(request.actor, at=at), at)
        export_list(name="预警和牌", actor=request.actor, at=at)
        found = rows.prefetch_related("orders").order_by("-since", "-pk")[:MOST]
        return ui.table_download("预警和牌", HEAD, map(_line, found))
    return cards_page(request)


def cards_page(request: HttpRequest, *, chosen: Card | None = None, status: int = 200, **forms: Any) -> HttpResponse:
    tab, at = request.GET.get("tab", ""), now()
    listed = ui.Listing(request, sorts=SORTS, default="-level")
    rows, chips = _chosen(request, queries.cards(request.actor, at=at), at)
    page = listed.page(rows.prefetch_related("orders"))
    asked = whole(request.GET.get("card"))
    chosen = chosen or (queries.card_for(request.actor, asked, at=at) if asked else None)
    promises = queries.promises_of(card.subject_id for card in page.rows)
    usages = clocks.usage_of(promises.values(), at=at)
    context = {
        "page": page, "listing": listed, "q": request.GET.get("q", "").strip(), "tabs": _tabs(listed, tab), "chosen": chosen,
        "chips": [listed.chip(name, label) for name, label in chips], "clear_url": listed.clear_url,
        "export_url": listed.url(csv=1, page=None, card=None),
        "rows": [
            (card, MARKS[Level(card.level)], label_of(card.rule), _order_of(card), listed.url(card=card.pk), _usage(card, promises, usages))
            for card in page.rows
        ],
        **(_drawer(request, chosen, forms) if chosen else {}),
    }  # fmt: skip
    return render(request, "supervision/cards.html", context, status=status)


def _chosen(request: HttpRequest, rows: QuerySet[Card], at: datetime) -> tuple[QuerySet[Card], list[tuple[str, str]]]:
    """The cards that the address asks for, and the filters that are set, in words."""
    tab, chips = request.GET.get("tab", ""), list[tuple[str, str]]()
    rows = rows.filter(state=CardState.WITHDRAWN if tab == "withdrawn" else CardState.ISSUED)
    rows = rows.filter(level=LEVELS[tab]) if tab in LEVELS else rows
    period, month, unit = (request.GET.get(name, "") for name in ("period", "month", "unit"))
    if period in periods.LABELS:
        rows = rows.filter(since__gte=_midnight(periods.first_day(period, localdate(at)).isoformat()))
        chips.append(("period", periods.LABELS[period]))
    if found := MONTH.fullmatch(month):
        first = _midnight(f"{month}-01")
        after = _midnight(add_months(first.date(), 1).isoformat())
        rows = rows.filter(since__gte=first, since__lt=after)
        chips.append(("month", f"{found[1]}年{int(found[2])}月"))
    if (pk := whole(unit)) and (known := Unit.objects.filter(pk=pk).first()):
        rows = rows.filter(unit=known)
        chips.append(("unit", known.short_name or known.name))
    for word in request.GET.get("q", "").split():
        rows = rows.filter(Q(title__icontains=word) | Q(number__icontains=word))
    return rows, chips


def _midnight(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=ZONE)


def _line(card: Card) -> list[Any]:
    order = _order_of(card)
    return [
        WORDS[Level(card.level)], card.number, card.title, card.unit.name, card.person_name, label_of(card.rule),
        f"{card.since.astimezone(ZONE):%Y-%m-%d %H:%M:%S}", CARD_STATES[card.state][1], order[1] if order else "",
    ]  # fmt: skip


def _usage(
    card: Card, promises: dict[int, clocks.Clock], usages: dict[int, clocks.Usage]
) -> tuple[clocks.Usage, str, Any] | None:
    """已用 / 承诺 of the case, how its bar looks, and the last day by law."""
    clock = promises.get(card.subject_id)
    if clock is None:
        return None
    usage = usages[clock.pk]
    return usage, "over" if usage.used > usage.limit else "soon", clock.legal_due_on


def _tabs(listed: ui.Listing, tab: str) -> list[ui.Tab]:
    known = [("", "全部"), ("red", "红牌"), ("yellow", "黄牌"), ("warning", "预警"), ("withdrawn", "已撤销")]
    return [
        ui.Tab(label=label, url=listed.url(tab=name, page=None, card=None), current=tab == name)
        for name, label in known
    ]


def _order_of(card: Card) -> tuple[str, str] | None:
    last = max(card.orders.all(), key=lambda order: order.pk, default=None)
    return ORDER_STATES[last.state] if last else None


def _drawer(request: HttpRequest, card: Card, forms: dict[str, Any]) -> dict[str, Any]:
    """The evidence of one card, and what the viewer may do about it."""
    at = now()
    found = queries.case_for(request.actor, card.subject_id, at=at)
    may = access.may(actor=request.actor, permission="supervision.order", target=card, at=at)
    known = list(card.orders.order_by("pk"))
    free = card.state == CardState.ISSUED and all(order.state == "closed" for order in known)
    return {
        "mark": MARKS[Level(card.level)], "rule": label_of(card.rule), "card_state": CARD_STATES[card.state], "case": found,
        "moments": timeline(found, queries.evidence_of(found), at=at), "limits": limits_of(found, at=at),
        "orders": [(order, *ORDER_STATES[order.state]) for order in known],
        "order_form": forms.get("order_form") or (OrderForm() if may and free else None),
        "withdraw_form": forms.get("withdraw_form") or (WithdrawForm() if may and card.state != CardState.WITHDRAWN else None),
    }  # fmt: skip


@ui.needs("supervision.order")
@require_POST
def by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """手动发牌."""
    found = queries.case_for(request.actor, pk, at=now())
    form = CardForm(request.POST)
    given: dict[str, Any] = {"case": found, "actor": request.actor, "at": now()}
    if form.is_valid() and form.carry_out(operations.issue_by_hand, **form.values(), **given):
        messages.success(request, "已发牌，并告知承办人和负责人。")
        return redirect("supervision:case", pk=pk)
    return case_page(request, found, form=form, status=422)


@ui.needs("supervision.order")
@require_POST
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """督办."""
    card = queries.card_for(request.actor, pk, at=now())
    form = OrderForm(request.POST)
    given: dict[str, Any] = {"card": card, "actor": request.actor, "at": now()}
    if form.is_valid() and form.carry_out(orders.order, **form.values(), **given):
        messages.success(request, f"已发出督办 {form.result.number_text}，等单位答复。")
        return redirect(f"{reverse('supervision:cards')}?card={pk}")
    return cards_page(request, chosen=card, status=422, order_form=form)


@ui.needs("supervision.order")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销."""
    card = queries.card_for(request.actor, pk, at=now())
    form = WithdrawForm(request.POST)
    given: dict[str, Any] = {"card": card, "actor": request.actor, "at": now()}
    if form.is_valid() and form.carry_out(operations.withdraw, **form.values(), **given):
        messages.success(request, "已撤销。")
        return redirect(f"{reverse('supervision:cards')}?tab=withdrawn&card={pk}")
    return cards_page(request, chosen=card, status=422, withdraw_form=form)
