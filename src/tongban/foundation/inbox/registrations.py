"""What the inbox tells the foundation at start-up."""

from datetime import datetime
from typing import Any

from tongban.foundation.access.api import declare
from tongban.foundation.inbox import operations
from tongban.foundation.inbox.queries import keys_of
from tongban.kernel.actor import Actor


def on_own_desk(actor: Actor, item: Any, at: datetime) -> bool:
    return item.key in keys_of(actor, at=at)


def register() -> None:
    assert operations
    declare({"inbox.own": "办理本人待办、待阅"}, rules={"inbox.own": on_own_desk})
