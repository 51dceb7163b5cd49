"""预警和牌: the list, with the evidence of one card beside it; 督办, withdrawal, and cards by hand."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tongban.business.casework import api as casework
from tongban.business.supervision import queries
from tongban.business.supervision.contracts import CardState, Level
from tongban.business.supervision.models import Card
from tongban.business.supervision.operations import cards as operations
from tongban.business.supervision.operations import orders
from tongban.business.supervision.operations.cards import MARKS
from tongban.business.supervision.rules.triggers import label_of
from tongban.business.supervision.web.forms import CardForm, OrderForm, WithdrawForm
from tongban.foundation.access import api as access
from tongban.foundation.clocks import api as clocks
from tongban.foundation.ui import api as ui
from tongban.foundation.workdays.api import calendar
from tongban.kernel.now import now

SORTS = {"time": ("since", "pk"), "level": ("level", "since", "pk"), "unit": ("unit__name", "pk")}
LEVELS = {name: level for level, name in MARKS.items()}
CARD_STATES = {"issued": ("wait", "已发"), "replaced": ("future", "已换牌"), "withdrawn": ("returned", "已撤销")}
MOVES = {
    "start": "开始计时", "pause": "暂停", "resume": "恢复计时", "extend": "延长", "stop": "停止", "calendar": "按新日历重算",
}  # fmt: skip
ORDER_STATES = {"open": ("wait", "待答复"), "answered": ("taken", "已答复"), "closed": ("done", "已了结")}


@ui.needs("supervision.watch")
def listing(request: HttpRequest) -> HttpResponse:
    """The cards of the units that the viewer watches."""
    return cards_page(request)


def cards_page(request: HttpRequest, *, chosen: Card | None = None, status: int = 200, **forms: Any) -> HttpResponse:
    tab, text, at = request.GET.get("tab", ""), request.GET.get("q", "").strip(), now()
    rows = queries.cards(request.actor, at=at)
    rows = rows.filter(state=CardState.WITHDRAWN) if tab == "withdrawn" else rows.filter(state=CardState.ISSUED)
    rows = rows.filter(level=LEVELS[tab]) if tab in LEVELS else rows
    if unit := _whole(request.GET.get("unit")):
        rows = rows.filter(unit_id=unit)
    for word in text.split():
        rows = rows.filter(title__icontains=word) | rows.filter(number__icontains=word)
    listed = ui.Listing(request, sorts=SORTS, default="-level")
    page = listed.page(rows.prefetch_related("orders"))
    asked = _whole(request.GET.get("card"))
    chosen = chosen or (queries.card_for(request.actor, asked, at=at) if asked else None)
    context = {
        "page": page, "listing": listed, "q": text, "tabs": _tabs(listed, tab), "chosen": chosen,
        "rows": [(card, MARKS[Level(card.level)], label_of(card.rule), _order_of(card), listed.url(card=card.pk)) for card in page.rows],
        **(_drawer(request, chosen, forms) if chosen else {}),
    }  # fmt: skip
    return render(request, "supervision/cards.html", context, status=status)


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
        "moves": _moves(found), "limits": _limits(found), "orders": [(order, *ORDER_STATES[order.state]) for order in known],
        "order_form": forms.get("order_form") or (OrderForm() if may and free else None),
        "withdraw_form": forms.get("withdraw_form") or (WithdrawForm() if may and card.state != CardState.WITHDRAWN else None),
    }  # fmt: skip


def _limits(case: casework.Case) -> list[tuple[str, Any, clocks.Clock]]:
    days, at = calendar(), now()
    return [(clocks.codes[c.code], clocks.time_left(c, at=at, days=days), c) for c in clocks.clocks_of(case.reference)]


def _moves(case: casework.Case) -> list[tuple[Any, str]]:
    """时限经过: what happened to the clocks and the cards that came of it, in the order of time."""
    evidence = queries.evidence_of(case)
    lines = [(case.submitted_at, "收件")]
    for clock, moved in evidence.clocks:
        for row in moved:
            ground = f"：{clocks.GROUND_LABELS[clocks.Ground(row.ground)]}" if row.ground else ""
            who = f"，{row.approver_name}批准" if row.approver_name else ""
            lines.append((row.at, f"{clocks.codes[clock.code]}{MOVES[row.what]}{ground}{who}"))
    lines += [(card.since, f"{operations.WORDS[Level(card.level)]}：{label_of(card.rule)}") for card in evidence.cards]
    return sorted(lines, key=lambda line: line[0])


@ui.needs("supervision.watch")
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case as the supervisor sees it: evidence, no act of its handling."""
    return _case_page(request, queries.case_for(request.actor, pk, at=now()))


def _case_page(request: HttpRequest, found: casework.Case, *, form: Any = None, status: int = 200) -> HttpResponse:
    evidence = queries.evidence_of(found)
    may = access.may(actor=request.actor, permission="supervision.order", target=found, at=now())
    context = {
        "case": found, "word": casework.LABELS[casework.State(found.state)], "moves": _moves(found), "limits": _limits(found),
        "letters": evidence.letters, "steps": evidence.steps, "form": form or (CardForm() if may else None),
        "cards": [(card, MARKS[Level(card.level)], label_of(card.rule), card.state == "withdrawn") for card in evidence.cards],
    }  # fmt: skip
    return render(request, "supervision/case.html", context, status=status)


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
    return _case_page(request, found, form=form, status=422)


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


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
