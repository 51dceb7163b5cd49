"""Counting in one statement, so that processes that count at once agree. Contract-tested on both databases.

The end of a window is kept as a number (seconds since 1970): both databases compare and give it back alike.
"""

from tongban.kernel.sql import execute, fetch

_COUNT = """
INSERT INTO rates_counter (key, until, count) VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN rates_counter.until <= %s THEN 1 ELSE rates_counter.count + 1 END,
  until = CASE WHEN rates_counter.until <= %s THEN excluded.until ELSE rates_counter.until END
RETURNING count, until
"""


def count(key: str, *, until: int, at: int) -> tuple[int, int]:
    """One more of this key: how many there were in its window, and when the window ends."""
    number, end = fetch(_COUNT, [key, until, at, at])[0]
    return int(number), int(end)


def forget(*, before: int) -> int:
    """Drop the counters whose window ended before; how many."""
    return execute("DELETE FROM rates_counter WHERE until < %s", [before])
