"""The clock, read at the edge only: views, jobs and commands call now() and pass `at` on.

In development a clock file moves the time of web and worker together: its content is an offset in seconds.
"""

import functools
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

CLOCK_FILE = "TONGBAN_CLOCK_FILE"


def now() -> datetime:
    """The present moment, timezone-aware, UTC; moved by the development clock where one is set."""
    path = os.environ.get(CLOCK_FILE)
    return datetime.now(UTC) + (_offset(path) if path else timedelta())


def _offset(path: str) -> timedelta:
    try:
        changed = Path(path).stat().st_mtime_ns
    except FileNotFoundError:
        return timedelta()
    return _read(path, changed)


@functools.lru_cache(maxsize=8)
def _read(path: str, changed: int) -> timedelta:
    return timedelta(seconds=float(Path(path).read_text(encoding="ascii").strip() or 0))
