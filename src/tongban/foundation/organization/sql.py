"""People in posts in one plain statement: every step of every process asks who holds a post. Contract-tested on both databases."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection

from tongban.foundation.organization.contracts import Holder

_HOLDERS = """
SELECT p.id, p.name, o.id, o.title, o.rank, u.id, u.name, coalesce(g.id, u.id), coalesce(g.name, u.name), p.mobile
FROM organization_holding h
JOIN organization_person p ON p.id = h.person_id
JOIN organization_post o ON o.id = h.post_id
JOIN organization_unit u ON u.id = o.unit_id
LEFT JOIN organization_unit g ON g.id = u.organ_id
WHERE h.since <= %s AND (h.until IS NULL OR h.until > %s) AND (p.left_at IS NULL OR p.left_at > %s) AND {where}
ORDER BY u."order", u.id, CASE o.rank WHEN 'head' THEN 0 WHEN 'deputy' THEN 1 ELSE 2 END, p.leader_order, o."order", p."order", p.id
"""


def holders(
    unit_ids: Collection[int], at: datetime, *, duty: str | None, ranks: Collection[str], sections: bool
) -> list[Holder]:
    """Who holds posts of these units at that time, in the order of lists (F-ID-07); `sections`: also of the sections of these."""
    if not unit_ids:
        return []
    units = [int(pk) for pk in unit_ids]
    listed = ", ".join(["%s"] * len(units))
    where = [f"(o.unit_id IN ({listed}) OR u.organ_id IN ({listed}))" if sections else f"o.unit_id IN ({listed})"]
    params: list[Any] = [connection.ops.adapt_datetimefield_value(at)] * 3 + units * (1 + sections)
    if duty is not None:
        where.append("CAST(o.duties AS text) LIKE %s")
        params.append(f'%"{duty}"%')
    if ranks:
        where.append(f"o.rank IN ({', '.join(['%s'] * len(ranks))})")
        params += [str(rank) for rank in ranks]
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS.format(where=" AND ".join(where)), params)
        return [Holder(*row[:-1], bool(row[-1])) for row in cursor.fetchall()]  # type: ignore[call-arg]
