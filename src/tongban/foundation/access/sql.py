"""Queries that the ORM cannot say: pages and capped counts over several visibility keys. Contract-tested on both databases."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection

Found = tuple[int, Any]  # an id with its time: text on SQLite
_OWN = (
    "SELECT subject_id, sort_at FROM access_visibility WHERE key = {key} AND subject_kind = %s{more}"
    " ORDER BY sort_at DESC, subject_id LIMIT %s"
)
_MERGED = "SELECT subject_id, max(sort_at) AS at FROM ({parts}) AS merged GROUP BY subject_id ORDER BY at DESC, subject_id LIMIT %s"
_PARTS = 200  # SQLite takes no more than 500 in one statement


def newest(keys: list[str], kind: str, *, limit: int, before: datetime | None = None) -> list[int]:
    """Ids of the newest objects that any of the keys sees: each key's own newest, merged. Work is keys × limit, not what exists."""
    if not keys:
        return []
    look = _at_once if connection.vendor == "postgresql" else _in_parts
    older = [connection.ops.adapt_datetimefield_value(before)] if before else []
    found = look(keys, [kind, *older, limit], " AND sort_at < %s" if before else "")
    return [pk for pk, _ in found]


def _at_once(keys: list[str], given: list[Any], more: str) -> list[Found]:
    own = _OWN.format(key="k.key", more=more)
    parts = f"SELECT v.* FROM unnest(%s::text[]) AS k(key) CROSS JOIN LATERAL ({own}) AS v"  # noqa: S608 - constants
    return _rows(_MERGED.format(parts=parts), [keys, *given, given[-1]])


def _in_parts(keys: list[str], given: list[Any], more: str) -> list[Found]:
    found: dict[int, Any] = {}
    for some in _batches(keys):
        own = [f"SELECT * FROM ({_OWN.format(key='%s', more=more)})" for _ in some]  # noqa: S608 - constants
        params = [value for key in some for value in (key, *given)]
        for pk, at in _rows(_MERGED.format(parts=" UNION ALL ".join(own)), [*params, given[-1]]):
            found[pk] = max(found.get(pk, at), at)
    return sorted(sorted(found.items()), key=lambda row: row[1], reverse=True)[: given[-1]]


def _batches(keys: list[str]) -> Iterator[list[str]]:
    return (keys[i : i + _PARTS] for i in range(0, len(keys), _PARTS))


def _rows(sql: str, params: list[Any]) -> list[Found]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
