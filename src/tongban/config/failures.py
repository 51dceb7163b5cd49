"""What a log line says of a failure: the class, the first line of its message, the places it passed; never values of rows."""

import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

LONGEST_MESSAGE = 500


def describe_failure(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor of structlog: exc_info becomes `error`, `message` and `places` (the innermost last)."""
    error = _error_of(event.pop("exc_info", None))
    if error is None:
        return event
    event["error"] = f"{type(error).__module__}.{type(error).__qualname__}"
    # Of a database error the lines after the first quote the row.
    event["message"] = str(error).partition("\n")[0][:LONGEST_MESSAGE]
    event["places"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    return event


def _error_of(found: Any) -> BaseException | None:
    if found is True:
        return sys.exc_info()[1]
    if isinstance(found, BaseException):
        return found
    return found[1] if isinstance(found, tuple) else None
