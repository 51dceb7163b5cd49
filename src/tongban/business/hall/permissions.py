"""Who may do what in the hall: everybody asks, a member begins and owns what is his, the system takes what is published."""

from datetime import datetime
from typing import Any

from tongban.business.hall.contracts import PERMISSIONS
from tongban.foundation.access import api as access
from tongban.foundation.members import api as members
from tongban.kernel.actor import Actor


def anybody(actor: Actor, target: Any, at: datetime) -> bool:
    """What the operation itself decides: whether number and code belong together."""
    return True


def nobody(actor: Actor, target: Any, at: datetime) -> bool:
    """What the worker does for the system."""
    return False


RULES = {
    "hall.take": nobody, "hall.ask": anybody, "hall.begin": members.owns, "hall.apply": members.owns, "hall.own": members.stands_for,
}  # fmt: skip


def register() -> None:
    access.declare(PERMISSIONS, rules=RULES)
