"""监察 for programs: the board's figures, cards with their evidence, 督办."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from tongban.business.supervision import queries
from tongban.business.supervision.contracts import CardState, Level, OrderState
from tongban.business.supervision.models import Card, Order
from tongban.business.supervision.operations import cards as card_operations
from tongban.business.supervision.operations import orders as order_operations
from tongban.business.supervision.rules.figures import rate
from tongban.business.supervision.rules.triggers import label_of
from tongban.foundation.access import api as access
from tongban.foundation.clocks import api as clocks
from tongban.foundation.programs import api as programs
from tongban.kernel.errors import NotAllowed
from tongban.kernel.now import now

router = Router(tags=["监察"])
Answer = dict[str, Any]
LEVEL = "1 预警，2 黄牌，3 红牌"


class LineOut(Schema):
    """One unit of the board."""

    unit_id: int
    unit: str
    running: int
    warned: int
    yellow: int
    red: int
    finished: int
    late: int


class MonthOut(Schema):
    year: int
    month: int
    warned: int
    yellow: int
    red: int


class BoardOut(Schema):
    running: int
    finished_today: int
    on_time: str
    units: list[LineOut]
    months: list[MonthOut]


class CardOut(Schema):
    id: int
    subject: str
    rule: str
    rule_label: str
    level: int = Field(description=LEVEL)
    state: str
    unit_id: int
    unit: str
    title: str
    number: str
    person: str
    since: datetime
    issued_at: datetime
    by: str
    note: str
    ended_at: datetime | None
    ended_reason: str


class EvidenceOut(Schema):
    """One movement of a clock: what stands behind a card."""

    clock: str
    what: str
    at: datetime
    ground: str
    approver: str


class CardWhole(CardOut):
    orders: list[int]
    moves: list[EvidenceOut]


class OrderOut(Schema):
    id: int
    number: str
    card: int
    unit_id: int
    unit: str
    demand: str
    days: int
    state: str
    issued_at: datetime
    issuer: str
    answer: str
    answered_at: datetime | None
    answerer: str
    verdict: str
    closed_at: datetime | None


class CardIn(programs.Given):
    level: int = Field(ge=1, le=3, description=LEVEL)
    reason: Annotated[str, Field(min_length=1, max_length=300)]


class OrderIn(programs.Given):
    demand: Annotated[str, Field(min_length=1, max_length=500)]
    days: int = Field(3, ge=1, le=60, description="答复期限，工作日")


class AnswerIn(programs.Given):
    answer: Annotated[str, Field(min_length=1, max_length=1000)]


class CloseIn(programs.Given):
    verdict: Annotated[str, Field(min_length=1, max_length=300)]


class WantedCards(programs.Asked):
    level: int | None = Field(None, ge=1, le=3, description=LEVEL)
    state: Literal[*(s.value for s in CardState)] | None = None  # type: ignore[valid-type]
    unit: programs.Id | None = None


class WantedOrders(programs.Asked):
    state: Literal[*(s.value for s in OrderState)] | None = None  # type: ignore[valid-type]


@router.get("/board", response=BoardOut, summary="监察总览")
def board(request: HttpRequest) -> Answer:
    _require_watcher(request)
    found = queries.board(request.actor, at=now())
    months = [
        {
            "year": each.year, "month": each.month, "warned": each.cards[Level.WARNING], "yellow": each.cards[Level.YELLOW],
            "red": each.cards[Level.RED],
        }
        for each in found.months
    ]  # fmt: skip
    finished, late = found.total("finished"), found.total("late")
    lines = [
        {
            "unit_id": line.unit.pk, "unit": line.unit.name, "running": line.running, "warned": line.warned,
            "yellow": line.yellow, "red": line.red, "finished": line.finished, "late": line.late,
        }
        for line in found.lines
    ]  # fmt: skip
    return {
        "running": found.total("running"), "finished_today": found.finished_today, "on_time": rate(finished - late, finished),
        "units": lines, "months": months,
    }  # fmt: skip


@router.get("/cards", response=programs.Page[CardOut], summary="预警和牌")
def cards(request: HttpRequest, asked: Query[WantedCards]) -> Answer:
    _require_watcher(request)
    wanted = {"level": asked.level, "state": asked.state, "unit_id": asked.unit}
    rows = queries.cards(request.actor, at=now()).filter(**{name: v for name, v in wanted.items() if v})
    return programs.page(rows, asked, _card)


@router.get("/cards/{pk}", response=CardWhole, summary="一张牌和它的证据")
def card(request: HttpRequest, pk: programs.PathId) -> Answer:
    return _whole(request, queries.card_for(request.actor, pk, at=now()))


@router.post("/cases/{pk}/cards", response={201: CardOut}, summary="手动发牌")
def issue(request: HttpRequest, pk: programs.PathId, given: CardIn) -> Status[Answer]:
    case = queries.case_for(request.actor, pk, at=now())
    made = card_operations.issue_by_hand(
        case=case, level=Level(given.level), reason=given.reason, **programs.acting(request)
    )
    return Status(201, _card(made))


@router.post("/cards/{pk}/withdrawal", response=CardOut, summary="撤销牌")
def withdraw(request: HttpRequest, pk: programs.PathId, given: programs.LongReasonIn) -> Answer:
    found = queries.card_for(request.actor, pk, at=now())
    return _card(card_operations.withdraw(card=found, reason=given.reason, **programs.acting(request)))


@router.post("/cards/{pk}/orders", response={201: OrderOut}, summary="督办")
def order(request: HttpRequest, pk: programs.PathId, given: OrderIn) -> Status[Answer]:
    found = queries.card_for(request.actor, pk, at=now())
    return Status(201, _order(order_operations.order(card=found, **given.dict(), **programs.acting(request))))


@router.get("/orders", response=programs.Page[OrderOut], summary="督办清单")
def orders(request: HttpRequest, asked: Query[WantedOrders]) -> Answer:
    _require_watcher(request)
    rows = queries.orders(request.actor, at=now())
    return programs.page(rows.filter(state=asked.state) if asked.state else rows, asked, _order)


@router.get("/orders/{pk}", response=OrderOut, summary="一件督办")
def one_order(request: HttpRequest, pk: programs.PathId) -> Answer:
    return _order(queries.order_for(request.actor, pk, at=now()))


@router.post("/orders/{pk}/answer", response=OrderOut, summary="答复督办")
def answer(request: HttpRequest, pk: programs.PathId, given: AnswerIn) -> Answer:
    found = queries.order_for(request.actor, pk, at=now())
    return _order(order_operations.answer(order=found, answer=given.answer, **programs.acting(request)))


@router.post("/orders/{pk}/closing", response=OrderOut, summary="了结督办")
def close(request: HttpRequest, pk: programs.PathId, given: CloseIn) -> Answer:
    found = queries.order_for(request.actor, pk, at=now())
    return _order(order_operations.close(order=found, verdict=given.verdict, **programs.acting(request)))


def _require_watcher(request: HttpRequest) -> None:
    """As the pages of supervision: for those who watch something."""
    rights = access.permissions_of(actor=request.actor, at=now())
    if queries.WATCH not in rights:
        raise NotAllowed("您现在的岗位没有监察查看的权限。", code="not-allowed.supervision.watch")


def _card(row: Card) -> Answer:
    return {
        "id": row.pk, "subject": str(row.subject), "rule": row.rule, "rule_label": label_of(row.rule),
        "level": row.level, "state": row.state, "unit_id": row.unit_id, "unit": row.unit.name, "title": row.title,
        "number": row.number, "person": row.person_name, "since": row.since, "issued_at": row.issued_at,
        "by": row.by_name, "note": row.note, "ended_at": row.ended_at, "ended_reason": row.ended_reason,
    }  # fmt: skip


def _whole(request: HttpRequest, row: Card) -> Answer:
    evidence = queries.evidence_of(queries.case_for(request.actor, row.subject_id, at=now()))
    moves = [
        {
            "clock": clocks.codes[clock.code], "what": move.what, "at": move.at, "ground": move.ground,
            "approver": move.approver_name,
        }
        for clock, moved in evidence.clocks
        for move in moved
    ]  # fmt: skip
    numbers = row.orders.order_by("pk").values_list("pk", flat=True)
    return {**_card(row), "orders": list(numbers), "moves": sorted(moves, key=lambda move: move["at"])}


def _order(row: Order) -> Answer:
    return {
        "id": row.pk, "number": row.number_text, "card": row.card_id, "unit_id": row.unit_id, "unit": row.unit.name,
        "demand": row.demand, "days": row.days, "state": row.state, "issued_at": row.issued_at,
        "issuer": row.issuer_name, "answer": row.answer, "answered_at": row.answered_at,
        "answerer": row.answerer_name, "verdict": row.verdict, "closed_at": row.closed_at,
    }  # fmt: skip
