"""The door of rates.

wait = count("progress:10.0.0.7", most=20, seconds=3600, at=at)      0: go on; else the seconds until it may be tried again
"""

from datetime import datetime

from tongban.foundation.rates import sql

__all__ = ["count"]


def count(key: str, *, most: int, seconds: int, at: datetime) -> int:
    """Count one more of `key`. 0 while there were at most `most` in its window, else the seconds until the window ends.

    The window begins with the first and lasts `seconds`. Counted for good, whatever becomes of what is counted.
    """
    second = int(at.timestamp())
    number, until = sql.count(key, until=second + seconds, at=second)
    return 0 if number <= most else until - second
