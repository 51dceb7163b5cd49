"""Queries that the ORM cannot say: pages and capped counts over several visibility keys. Contract-tested on both databases."""

from datetime import datetime
from typing import Any

from django.db import connection

_PART = (
    "SELECT * FROM (SELECT subject_id, sort_at FROM access_visibility WHERE key = %s AND subject_kind = %s{more}"
    " ORDER BY sort_at DESC, subject_id LIMIT %s) AS k{i}"
)


def newest(keys: list[str], kind: str, *, limit: int, before: datetime | None = None) -> list[tuple[int, datetime]]:
    """The newest objects that any of the keys sees: each key's own newest, merged. Work is keys × limit, not what exists."""
    if not keys:
        return []
    more = " AND sort_at < %s" if before else ""
    parts = " UNION ALL ".join(_PART.format(more=more, i=i) for i in range(len(keys)))
    params: list[Any] = []
    for key in keys:
        params += [key, kind, *([before] if before else []), limit]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject_id, max(sort_at) AS at FROM (" + parts + ") AS merged GROUP BY subject_id"  # noqa: S608
            " ORDER BY at DESC, subject_id LIMIT %s",
            [*params, limit],
        )
        return cursor.fetchall()
