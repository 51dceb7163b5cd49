"""Words of call-backs (回调): what another program is told of, and how it knows that we said it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tongban.kernel.events import Event
from tongban.kernel.references import Reference
from tongban.kernel.registry import Registry

PERMISSIONS = {"callbacks.run": "发送回调（系统）"}
MOST = 10  # live call-backs of an account
LONGEST_ADDRESS = 500
KEPT_DAYS = 90  # that a notice is kept, sent or not
SIGNATURE, TIME, NOTICE = "X-Tongban-Signature", "X-Tongban-Time", "X-Tongban-Notice"


class State(StrEnum):
    """What became of a notice."""

    WAITING = "waiting"  # 待发送
    SENT = "sent"  # 对方已收到
    FAILED = "failed"  # 没有送到
    WITHHELD = "withheld"  # 账户无权看到，没有发送


@dataclass(frozen=True, slots=True)
class News:
    """What is told of an event: about which thing, and plain facts that are no secret from whoever may see the thing."""

    about: Reference
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """Something to be told of: its Chinese label, the event, and what is said of it (nothing: this one is not told)."""

    label: str
    event: type[Event]
    say: Callable[[Any], Sequence[News]]


# What can be asked for: code, such as "case.moved" → Subject. Registered by the app whose event it is, through `tell`.
subjects: Registry[Subject] = Registry("subject of call-backs")
