"""What the process engine tells the foundation at start-up."""

from datetime import datetime
from importlib import import_module
from typing import Any

from tongban.engines.flow import contracts, operations, queries
from tongban.foundation.access.api import declare
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import leaders_of
from tongban.kernel.actor import Actor


def was_mine(actor: Actor, work: Any, at: datetime) -> bool:
    """Whoever did the step."""
    return work is not None and work.person_id is not None and work.person_id == actor.person_id


def is_secretary(actor: Actor, work: Any, at: datetime) -> bool:
    """A secretary of somebody on whose own desk the step lies."""
    if work is None or actor.person_id is None:
        return False
    return any(inbox.person_key(leader) in work.keys for leader in leaders_of(actor.person_id, at))


def register() -> None:
    assert operations
    import_module("tongban.engines.flow.jobs")
    declare(
        contracts.PERMISSIONS,
        rules={
            "flow.act": queries.may_act,
            "flow.withdraw": was_mine,
            "flow.record": is_secretary,
            "flow.confirm": was_mine,
        },
    )
