"""What the process engine tells the foundation at start-up."""

from datetime import datetime
from typing import Any

from tongban.engines.flow import contracts, operations, queries
from tongban.foundation.access.api import declare
from tongban.kernel.actor import Actor


def was_mine(actor: Actor, work: Any, at: datetime) -> bool:
    """Only who did a step takes it back."""
    return work is not None and work.person_id is not None and work.person_id == actor.person_id


def register() -> None:
    assert operations
    declare(contracts.PERMISSIONS, rules={"flow.act": queries.may_act, "flow.withdraw": was_mine})
