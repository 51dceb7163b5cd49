"""Times as the trade writes them: China Standard Time, to the second."""

import argparse
from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "UTC+8")


def shown(at: datetime) -> str:
    """`at` for people, in China Standard Time."""
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")


def read_time(text: str) -> datetime:
    """An ISO 8601 date (its start) or time; without a zone it is China Standard Time. Raises ValueError."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=CHINA)


def time_argument(text: str) -> datetime:
    """`read_time` for a command line: what is wrong is told as argparse wants it."""
    try:
        return read_time(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期或时间，如 2026-03-02 或 2026-03-02T09:00") from error
