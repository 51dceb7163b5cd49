"""Words of supervision (电子监察) that other apps may use."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from tongban.kernel.events import Event
from tongban.kernel.references import Reference

PERMISSIONS = {
    "supervision.watch": "监察查看",
    "supervision.export": "导出监察列表",
    "supervision.order": "发牌、督办和撤牌",
    "supervision.answer": "答复督办",
    "supervision.run": "自动发牌（系统）",
}
ORDER_NUMBER, ANSWER_CLOCK = "supervision.order", "supervision.answer"  # a purpose of numbering, a code of clocks


class Level(IntEnum):
    """How grave it is. Statistics count the highest card of a matter alone."""

    WARNING = 1  # 预警
    YELLOW = 2  # 黄牌
    RED = 3  # 红牌


class CardState(StrEnum):
    """What became of a card."""

    ISSUED = "issued"  # 已发
    REPLACED = "replaced"  # 已换更高一级的牌（自动摘牌）
    WITHDRAWN = "withdrawn"  # 已撤销


class OrderState(StrEnum):
    OPEN = "open"  # 待答复
    ANSWERED = "answered"  # 已答复
    CLOSED = "closed"  # 已了结


@dataclass(frozen=True, slots=True)
class CardIssued(Event):
    """A card was issued: by a rule at the instant `since`, or by hand."""

    card: Reference
    subject: Reference
    unit_id: int
    level: int
    since: datetime
