"""Reads of supervision. The first argument is the viewer; he sees what lies under the units that he watches."""

from tongban.business.supervision.queries.board import Board, board
from tongban.business.supervision.queries.cases import VIEWS, cases, promises_of
from tongban.business.supervision.queries.seeing import (
    WATCH,
    Evidence,
    card_for,
    cards,
    case_for,
    evidence_of,
    order_for,
    orders,
    watched,
)

__all__ = [
    "VIEWS",
    "WATCH",
    "Board",
    "Evidence",
    "board",
    "card_for",
    "cards",
    "case_for",
    "cases",
    "evidence_of",
    "order_for",
    "orders",
    "promises_of",
    "watched",
]
