"""References to anything: how kinds are declared, how a viewer sees them, and which point at nothing."""

from tongban.foundation.references.contracts import (
    HIDDEN_TITLE,
    Action,
    Dangling,
    Hidden,
    Kind,
    Pointing,
    Resolved,
    everyone,
)
from tongban.foundation.references.queries import dangling, kinds, require_visible, resolve, tables

__all__ = [
    "HIDDEN_TITLE",
    "Action",
    "Dangling",
    "Hidden",
    "Kind",
    "Pointing",
    "Resolved",
    "dangling",
    "everyone",
    "kinds",
    "require_visible",
    "resolve",
    "tables",
]
