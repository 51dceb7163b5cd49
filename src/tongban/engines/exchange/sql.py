"""Statements of the exchange, tested on both databases."""

from collections.abc import Sequence

from tongban.engines.exchange.models import Announcement
from tongban.kernel.sql import insert_rows

_LATER = """ON CONFLICT (topic, key) DO UPDATE SET changed_at = excluded.changed_at, due_at = excluded.due_at, failures = 0, reason = '',
    turn = CASE WHEN exchange_announcement.turn < excluded.turn THEN excluded.turn ELSE exchange_announcement.turn + 1 END"""


def announce(rows: Sequence[Announcement]) -> None:
    """One row for each key, its turn always higher than before. Sorted keys: two calls cannot lock crosswise."""
    insert_rows(rows, conflict=_LATER)
