"""The 文种 table: which number, which seal, which direction, whether 主送 is required (条例 第八条, 第十三至十七条).

An installation starts from these rows; issuing reads the row, so a rule that a feature names more narrowly gives way to it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """`number`: word (代字〔年〕号), order (令号), issue (期号), none. `seal`: unit, signature, none. Directions: down, up, level."""

    name: str
    directions: tuple[str, ...]
    number: str = "word"
    seal: str = "unit"
    needs_recipients: bool = True
    format: str = "file"


KINDS = {
    kind.name: kind
    for kind in (
        DocumentKind("决议", ("down",), seal="none", needs_recipients=False),
        DocumentKind("决定", ("down",)),
        DocumentKind("命令", ("down",), number="order", seal="signature", needs_recipients=False, format="order"),
        DocumentKind("公报", ("down",), number="none", seal="none", needs_recipients=False),
        DocumentKind("公告", ("down",), needs_recipients=False),
        DocumentKind("通告", ("down",), needs_recipients=False),
        DocumentKind("意见", ("down", "up", "level")),
        DocumentKind("通知", ("down", "level")),
        DocumentKind("通报", ("down",)),
        DocumentKind("报告", ("up",), format="upward"),
        DocumentKind("请示", ("up",), format="upward"),
        DocumentKind("批复", ("down",)),
        DocumentKind("议案", ("up",), format="upward"),
        DocumentKind("函", ("level", "down", "up"), format="letter"),
        DocumentKind("纪要", ("down",), number="issue", seal="none", needs_recipients=False, format="minutes"),
    )
}


def format_of(kind: DocumentKind, direction: str) -> str:
    """The page format: an 意见 that goes up is laid out as up-going."""
    return "upward" if direction == "up" and kind.format == "file" else kind.format
