"""What a check has to say about a model."""

from dataclasses import asdict, dataclass
from typing import Any

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `severity` is "error" (the model cannot be published) or "warning"; `message` is Chinese."""

    element: str
    rule: str
    severity: str
    message: str

    def to_json(self) -> dict[str, Any]:
        """As the command prints it."""
        return asdict(self)


def error(element: str, rule: str, message: str) -> Finding:
    """A finding that forbids publication."""
    return Finding(element, rule, ERROR, message)


def warning(element: str, rule: str, message: str) -> Finding:
    """A finding for the author to think about."""
    return Finding(element, rule, WARNING, message)
