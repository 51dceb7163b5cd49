"""Times as the trade writes them: China Standard Time, to the second."""

from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "UTC+8")


def shown(at: datetime) -> str:
    """`at` for people, in China Standard Time."""
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")


def read_time(text: str) -> datetime:
    """An ISO 8601 date (its start) or time; without a zone it is China Standard Time. Raises ValueError."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=CHINA)
