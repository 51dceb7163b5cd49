"""Queries that the ORM cannot say, or says too slowly for every operation. Contract-tested on both databases."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from tongban.foundation.organization.api import Relation, UnitLink
from tongban.kernel.sql import fetch, moment

_GRANTED = """
SELECT 1 FROM access_grant g JOIN access_roleright r ON r.role_id = g.role_id
WHERE r.permission = %s AND (g.person_id = %s OR g.post_id = %s) AND g.since <= %s AND (g.until IS NULL OR g.until > %s)
AND (g.unit_id IS NULL{over}) LIMIT 1
"""
_OVER = f"""
OR {{itself}} OR (g.below AND EXISTS (
 SELECT 1 FROM {UnitLink._meta.db_table} l WHERE l.lower_id = %s AND l.upper_id = g.unit_id AND l.relation = %s))
"""  # noqa: S608 - the name of a table

Found = tuple[int, Any]  # an id with its time: text on SQLite
_OWN = (
    "SELECT subject_id, sort_at FROM access_visibility WHERE key = {key} AND subject_kind = %s{more}"
    " ORDER BY sort_at DESC, subject_id LIMIT %s"
)
_MERGED = "SELECT subject_id, max(sort_at) AS at FROM ({parts}) AS merged GROUP BY subject_id ORDER BY at DESC, subject_id LIMIT %s"
_PARTS = 200  # SQLite takes no more than 500 in one statement


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose grants count, and when: those of the person, and those of the post he acts in."""

    person_id: int
    post_id: int | None
    at: datetime


def granted(holder: Holder, *, permission: str, unit_id: int | None, below: bool = False) -> bool:
    """Whether a grant gives the permission over this unit: one over itself, over one above it in the tree (隶属) with all
    below, or over the whole installation. None: only the last. `below`: over everything under the unit as well."""
    times = [moment(holder.at)] * 2
    params = [permission, holder.person_id, holder.post_id, *times]
    over = ""
    if unit_id is not None:
        over = _OVER.format(itself="(g.below AND g.unit_id = %s)" if below else "g.unit_id = %s")
        params += [unit_id, unit_id, Relation.SUBORDINATE.value]
    return bool(fetch(_GRANTED.format(over=over), params))


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
    return fetch(_MERGED.format(parts=parts), [keys, *given, given[-1]])


def _in_parts(keys: list[str], given: list[Any], more: str) -> list[Found]:
    found: dict[int, Any] = {}
    for some in _batches(keys):
        own = [f"SELECT * FROM ({_OWN.format(key='%s', more=more)})" for _ in some]  # noqa: S608 - constants
        params = [value for key in some for value in (key, *given)]
        for pk, at in fetch(_MERGED.format(parts=" UNION ALL ".join(own)), [*params, given[-1]]):
            found[pk] = max(found.get(pk, at), at)
    return sorted(sorted(found.items()), key=lambda row: row[1], reverse=True)[: given[-1]]


def _batches(keys: list[str]) -> Iterator[list[str]]:
    return (keys[i : i + _PARTS] for i in range(0, len(keys), _PARTS))
