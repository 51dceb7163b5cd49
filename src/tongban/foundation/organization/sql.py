"""People in posts, in plain statements: every step of every process and every desk asks. Contract-tested on both databases."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from tongban.foundation.organization.contracts import Holder
from tongban.kernel.sql import fetch, moment

_HOLDERS = """
SELECT p.id, p.name, o.id, o.title, o.rank, u.id, u.name, coalesce(g.id, u.id), coalesce(g.name, u.name), p.mobile
FROM organization_holding h
JOIN organization_person p ON p.id = h.person_id
JOIN organization_post o ON o.id = h.post_id
JOIN organization_unit u ON u.id = o.unit_id
LEFT JOIN organization_unit g ON g.id = u.organ_id
WHERE h.since <= %s AND (h.until IS NULL OR h.until > %s) AND (p.left_at IS NULL OR p.left_at > %s) AND {where}
ORDER BY {order}
"""
_IN_LISTS = """
u."order", u.id, CASE o.rank WHEN 'head' THEN 0 WHEN 'deputy' THEN 1 ELSE 2 END, p.leader_order, o."order", p."order", p.id
"""
_MAIN_FIRST = "h.main DESC, h.since, h.id"

_STANDS_IN = """
SELECT DISTINCT person_id FROM organization_delegation
WHERE to_id = %s AND since <= %s AND until > %s AND (recalled_at IS NULL OR recalled_at > %s) ORDER BY person_id
"""
_DUTIES = """
SELECT o.unit_id, o.duties FROM organization_post o WHERE o.id = %s OR o.id IN (
 SELECT h.post_id FROM organization_holding h WHERE h.until IS NULL AND h.person_id IN ({people})) ORDER BY o.id
"""


def stands_in_for(person_id: int, at: datetime) -> list[int]:
    """The people who have delegated to this one now."""
    return [pk for (pk,) in fetch(_STANDS_IN, [person_id, *[moment(at)] * 3])]


def duties(post_id: int | None, people: Collection[int]) -> list[tuple[int, str]]:
    """Unit and duty of this post, and of the posts that these people hold; each once."""
    text = _DUTIES.format(people=", ".join(["%s"] * len(people)) or "NULL")
    rows = [
        (unit, json.loads(held) if isinstance(held, str) else held) for unit, held in fetch(text, [post_id, *people])
    ]
    return list(dict.fromkeys((unit, duty) for unit, held in rows for duty in held))


def holders(
    unit_ids: Collection[int], at: datetime, *, duty: str | None, ranks: Collection[str], sections: bool
) -> list[Holder]:
    """Who holds posts of these units at that time, in the order of lists (F-ID-07); `sections`: also of the sections of these."""
    if not unit_ids:
        return []
    units = [int(pk) for pk in unit_ids]
    listed = ", ".join(["%s"] * len(units))
    where = [f"(o.unit_id IN ({listed}) OR u.organ_id IN ({listed}))" if sections else f"o.unit_id IN ({listed})"]
    params: list[Any] = [moment(at)] * 3 + units * (1 + sections)
    if duty is not None:
        where.append("CAST(o.duties AS text) LIKE %s")
        params.append(f'%"{duty}"%')
    if ranks:
        where.append(f"o.rank IN ({', '.join(['%s'] * len(ranks))})")
        params += [str(rank) for rank in ranks]
    return _read(_HOLDERS.format(where=" AND ".join(where), order=_IN_LISTS), params)


def holdings(person_id: int, at: datetime) -> list[Holder]:
    """Every post that a person holds at that time, the main one first."""
    text = _HOLDERS.format(where="h.person_id = %s", order=_MAIN_FIRST)
    return _read(text, [*[moment(at)] * 3, person_id])


def main_holders(people: Collection[int], at: datetime) -> list[Holder]:
    """These people in their main posts, in the order of lists."""
    if not people:
        return []
    listed = ", ".join(["%s"] * len(people))
    text = _HOLDERS.format(where=f"h.main AND h.person_id IN ({listed})", order=_IN_LISTS)
    return _read(text, [*[moment(at)] * 3, *(int(pk) for pk in people)])


def _read(text: str, params: list[Any]) -> list[Holder]:
    return [Holder(*row[:-1], bool(row[-1])) for row in fetch(text, params)]  # type: ignore[call-arg]
