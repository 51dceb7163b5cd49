"""How wrong codes slow whoever tries them, and how long a draft waits."""

from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
DRAFT_KEPT = timedelta(days=180)  # since it was last saved; 隐私政策 says so
FOR_NUMBER, FOR_ADDRESS = 5, 30  # wrong ones in a window: a whole village may share one address


def waits_until(*, wrong: int, first_at: datetime | None, most: int, at: datetime) -> datetime | None:
    """When the next try counts; None for now."""
    if first_at is None or at >= first_at + WINDOW or wrong < most:
        return None
    return first_at + WINDOW
