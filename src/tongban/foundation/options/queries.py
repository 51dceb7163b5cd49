"""The value in force. Read from memory; what was changed is read anew at most every FRESH seconds, in every process."""

import time
from typing import Any, NamedTuple

from django.conf import settings
from django.db import DatabaseError
from django.db.models import QuerySet

from tongban.foundation.options.contracts import Option, Value, options
from tongban.foundation.options.models import Change, Setting

FRESH = 3.0  # seconds: so soon a change is in force everywhere


class Known(NamedTuple):
    """What the database said, and until when (of the monotonic clock) it is believed."""

    values: dict[str, Any]
    until: float


_known = Known({}, 0.0)


def value(key: str) -> Value:
    """What is in force now. LookupError for a key that nobody registered."""
    option = options[key]
    found: Value = stored().get(key, option.default)
    return found


def whole(key: str) -> int:
    """The same of a number."""
    return int(value(key))


def flag(key: str) -> bool:
    """The same of a switch."""
    return bool(value(key))


def stored() -> dict[str, Any]:
    """The changed values; one statement every FRESH seconds."""
    if _known.until < time.monotonic():
        believe(dict(Setting.objects.values_list("key", "value")), time.monotonic() + FRESH)
    return _known.values


def believe(values: dict[str, Any], until: float) -> None:
    global _known
    _known = Known(values, until)


def forget() -> None:
    """Ask the database at the next look."""
    believe({}, 0.0)


def shared() -> dict[str, Any]:
    """What was changed of that which holds in both zones."""
    return {key: value for key, value in stored().items() if key in options and options[key].public}


def portal_words() -> dict[str, str]:
    """What the public pages say about the hall: as set, else as the operator's environment has it."""
    try:
        set_ = stored()
    except DatabaseError:  # the page that says so stands without the database
        set_ = {}
    return {name: set_.get(f"portal.{name}", text) for name, text in settings.PORTAL.items()}


def changes(key: str = "") -> QuerySet[Change]:
    """What was changed, the latest first."""
    rows = Change.objects.order_by("-id")
    return rows.filter(key=key) if key else rows


def last_changes() -> dict[str, Change]:
    """The latest change of each option that was ever changed."""
    return {change.key: change for change in Change.objects.order_by("id")}


def option_of(key: str) -> Option | None:
    return options.get(key)
