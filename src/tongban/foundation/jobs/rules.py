"""When a failed job is tried again, and what is kept of its failure."""

import traceback
from datetime import timedelta

from tongban.kernel.errors import Anticipated

LONGEST_WAIT = timedelta(hours=1)
LONGEST_PERIODIC_WAIT = timedelta(minutes=1)
LONGEST_MESSAGE = 500


def back_off(failures: int) -> timedelta:
    """4 s, 16 s, 64 s, 4 min 16 s, 17 min, then an hour each: eight attempts span about two and a half hours."""
    return min(timedelta(seconds=4 ** min(failures, 10)), LONGEST_WAIT)


def periodic_wait(every: float, failures: int) -> timedelta:
    """The pause before a periodic job runs again: its own, or a little more while it fails."""
    pause = timedelta(seconds=every)
    return max(pause, min(back_off(failures), LONGEST_PERIODIC_WAIT)) if failures else pause


def failure_path(error: BaseException) -> str:
    """The dotted name of the error's class."""
    return f"{type(error).__module__}.{type(error).__qualname__}"


def failure_text(error: BaseException) -> str:
    """Class, message and the places it passed. Of a database error only the first line: the rest quotes rows."""
    message = error.message if isinstance(error, Anticipated) else str(error)
    if failure_path(error).startswith("django.db."):
        message = message.partition("\n")[0]
    places = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    return "\n".join([failure_path(error), message[:LONGEST_MESSAGE], *places])
