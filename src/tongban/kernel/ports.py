"""What the kernel asks of the foundation. Each port is filled once, at start-up; an unfilled port stops the start."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from tongban.kernel.actor import Actor
from tongban.kernel.jobs import JobsPort
from tongban.kernel.references import Reference

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit trail: who did what to which thing, when it counts (`at`), and how it ended.

    `details` holds plain values only; what is sensitive enters as a keyed digest, so that erasing it never breaks the chain.
    """

    action: str
    actor: Actor
    at: datetime
    reference: Reference | None = None
    outcome: str = "done"  # done | refused
    error: str = ""
    request_id: str = ""
    request_key: str | None = None
    details: dict[str, Any] = field(default_factory=dict)
    result: Any = None


@dataclass(frozen=True, slots=True)
class Remembered:
    """The first outcome under a request key."""

    action: str
    account_id: int | None
    result: Any


class PermissionPort(Protocol):
    def require(self, *, actor: Actor, permission: str, target: Any, at: datetime) -> None:
        """Return when the actor may; raise NotAllowed with a sentence that says why not and whom to ask."""


class AuditPort(Protocol):
    def record(self, entries: list[Entry]) -> None:
        """Insert the entries in the transaction under way. A request key used twice violates the database's constraint."""

    def recall(self, request_key: str) -> Remembered | None:
        """The outcome recorded under this request key, or None."""


class Port(Generic[P]):
    """A place for one implementation."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._member: P | None = None

    def fill(self, member: P) -> None:
        if self._member is not None and self._member is not member:
            raise RuntimeError(f"the port {self.name} is filled twice")
        self._member = member

    def __call__(self) -> P:
        if self._member is None:
            raise RuntimeError(f"the port {self.name} is not filled: an app of the foundation is missing")
        return self._member


permission: Port[PermissionPort] = Port("permission")
audit: Port[AuditPort] = Port("audit")
jobs: Port[JobsPort] = Port("jobs")


def require_filled() -> None:
    """Called at the start of every process."""
    for port in (permission, audit, jobs):
        port()
