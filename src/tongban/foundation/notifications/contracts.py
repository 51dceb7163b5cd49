"""Words of the notifications that other apps may use."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from tongban.kernel.errors import Anticipated

PERMISSIONS = {
    "notifications.send": "发出通知",
    "notifications.announce": "发布登录公告",
    "notifications.export": "导出短信、邮件费用",
    "notifications.manage": "查看短信、邮件记录，重发",
}
APP, EMAIL, SMS = "app", "email", "sms"  # "app": a notice inside the system, always at hand


class State(StrEnum):
    """What became of a message that leaves the house."""

    QUEUED = "queued"  # 待发送
    SENT = "sent"  # 已发送：the provider took it
    DELIVERED = "delivered"  # 已送达：the provider says that it arrived
    FAILED = "failed"  # 失败


class Rejected(Anticipated):
    """The provider will never take this message: a wrong number, an address that it refuses."""

    code = "notifications.rejected"


class TryAgain(Anticipated):
    """The provider did not answer, or asks to come back later. Whether it took the message is not known."""

    code = "notifications.try-again"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the provider answered when it took a message: its own number for it, and into how many parts it was split."""

    number: str
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as a channel gets it. The same `key` is the same message: a repeat must not reach the person twice."""

    key: str
    address: str
    title: str
    text: str
    at: datetime


class Channel(Protocol):
    """A way out of the house. `wanted` is what a person gets who has not chosen."""

    label: str
    wanted: bool

    def ready(self) -> bool:
        """Whether it is configured on this installation."""

    def send(self, letter: Letter) -> Receipt:
        """Hand the letter to the provider. Raises Rejected or TryAgain."""

    def arrived(self, numbers: Collection[str], *, at: datetime) -> set[str]:
        """Those of the provider's numbers that are known to have arrived by now; none where the provider never says."""


class Gateway(Protocol):
    """A provider of short messages, registered under the name that the setting SMS_GATEWAY chooses."""

    def submit(self, letter: Letter) -> Receipt: ...

    def arrived(self, numbers: Collection[str], *, at: datetime) -> set[str]: ...
