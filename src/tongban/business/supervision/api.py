"""The door of supervision."""

from tongban.business.supervision.contracts import ORDER_NUMBER, PERMISSIONS, CardIssued, CardState, Level, OrderState
from tongban.business.supervision.models import Card, Order
from tongban.business.supervision.operations.cards import issue, issue_by_hand, take_back, withdraw
from tongban.business.supervision.operations.orders import answer, close, order
from tongban.business.supervision.rules.triggers import trigger_of

__all__ = [
    "ORDER_NUMBER", "PERMISSIONS", "Card", "CardIssued", "CardState", "Level", "Order", "OrderState", "answer", "close", "issue",
    "issue_by_hand", "order", "take_back", "trigger_of", "withdraw",
]  # fmt: skip
