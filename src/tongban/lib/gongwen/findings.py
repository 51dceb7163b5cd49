"""What a check says: one finding is one sentence with its place, its ground and its weight."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """How far the document is: a draft may lack number, date and signer; an issued one may not."""

    DRAFT = "draft"
    ISSUE = "issue"


class Severity(StrEnum):
    """``ERROR`` blocks until it is mended or overridden with a reason."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {"error": "错误", "warning": "提醒", "hint": "建议"}[self.value]

    @property
    def blocks(self) -> bool:
        """Whether the document should not go on."""
        return self is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; ``code`` is stable, ``place`` names the element (``正文第3段``), ``rule`` the ground."""

    code: str
    severity: Severity
    place: str
    message: str
    rule: str


def error(code: str, place: str, message: str, rule: str) -> Finding:
    """A finding that blocks."""
    return Finding(code, Severity.ERROR, place, message, rule)


def warning(code: str, place: str, message: str, rule: str) -> Finding:
    """A finding that a person should look at."""
    return Finding(code, Severity.WARNING, place, message, rule)


def hint(code: str, place: str, message: str, rule: str) -> Finding:
    """Good practice."""
    return Finding(code, Severity.HINT, place, message, rule)
