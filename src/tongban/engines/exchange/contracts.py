"""Words of the exchange between the zones."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

PERMISSIONS = {
    "exchange.carry": "收发交换数据",
    "exchange.manage": "管理区间交换",
}
OFFICE: Final = "office"
PUBLIC: Final = "public"

WAITING: Final = "waiting"  # arrived, not applied yet
APPLIED: Final = "applied"
REFUSED: Final = "refused"  # its handler gave a reason; what comes after it under its key waits
GIVEN_UP: Final = "given_up"  # by an administrator
OUTDATED: Final = "outdated"  # a later state of the same thing came before it was applied
UNSETTLED: Final = (WAITING, REFUSED)

BODY_AT_MOST = 1024 * 1024  # bytes of JSON


@dataclass(frozen=True, slots=True)
class Content:
    """What a parcel holds: plain JSON, and files (StoredFile rows of the sender) in the order that the receiver gets them."""

    body: dict[str, Any]
    files: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class Arrived:
    """A parcel at its receiver. `body` is None where what was announced is no longer public.

    `files` are StoredFile rows kept here without a subject: the handler's operation attaches them (files.attach) or points at them.
    """

    uid: str
    topic: str
    key: str
    body: dict[str, Any] | None
    files: Sequence[Any]
    sent_at: datetime

    @property
    def request_key(self) -> str:
        """For the one operation that the handler calls: a parcel that is applied again, after a crash, changes nothing."""
        return f"exchange:{self.uid}"


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of parcels. Registered in both zones, since both run the same code.

    zone      who receives it: "office" or "public"
    receive   called by the receiver's worker outside of any operation, once for each parcel, in order for each key; an
              anticipated error refuses the parcel for an administrator to see, anything else is tried again; None where an
              app above the composing one receives: that registers itself in `receivers`
    compose   of topics that are announced: what is public about the thing under this key now; None when nothing is (any more)
    keys      of those: every key that has something public, for the first time that the zones meet
    """

    label: str
    zone: str
    receive: Callable[[Arrived], None] | None = None
    compose: Callable[[str], Content | None] | None = None
    keys: Callable[[], Iterable[str]] | None = None


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file of a parcel on its way: its content travels by itself, under its digest."""

    digest: str
    size: int
    name: str
    type: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Carried:
    """A parcel on its way. `turn`: 0 for a message; for a state, higher is later."""

    uid: str
    topic: str
    key: str
    turn: int
    body: dict[str, Any] | None
    files: tuple[Enclosed, ...] = field(default=())
    sent_at: str = ""
