"""What the ORM cannot say: a page and counts over several keys, in one statement each. Contract-tested on both databases.

Each key gives its own first rows by the index of open rows; these are merged, and a matter that lies under two keys of one desk
(one's own and that of somebody one stands in for) comes once. Work is keys × limit, not what lies there.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from tongban.foundation.inbox.models import Item
from tongban.kernel.references import Reference
from tongban.kernel.sql import Shape, fetch, later, load, moment

ITEM = Shape(Item)
_NTH = "row_number() OVER (PARTITION BY source_kind, source_id ORDER BY id)"  # of the rows of one matter

ORDERS = {
    "urgency": "urgency, received_at, id",
    "-urgency": "urgency DESC, received_at DESC, id DESC",
    "received": "received_at, id",
    "-received": "received_at DESC, id DESC",
    "due": "due_at IS NULL, due_at, urgency DESC, id",
    "-due": "due_at IS NULL, due_at DESC, urgency DESC, id",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose open rows, and which of them. `due_from` and `due_before` look only at rows with a due date."""

    keys: tuple[str, ...]
    desk: str
    category: str = ""
    due_from: datetime | None = None
    due_before: datetime | None = None

    def where(self) -> tuple[str, list[Any]]:
        """Conditions beside the key, and their parameters."""
        asked = {
            "desk = %s": self.desk, "category = %s": self.category,
            "due_at >= %s": moment(self.due_from), "due_at < %s": moment(self.due_before),
        }  # fmt: skip
        known = {text: value for text, value in asked.items() if value}
        return " AND ".join(["state = 'open'", *known]), list(known.values())


def page(desk: Desk, *, order: str, limit: int, offset: int = 0) -> list[Item]:
    """The rows of one page, in an order of ORDERS."""
    own, params = _own(desk, order=f" ORDER BY {ORDERS[order]}", limit=limit + offset)
    text = (
        f"SELECT {ITEM.columns('first')} FROM (SELECT *, {_NTH} AS nth FROM ({own}) AS own) AS first"  # noqa: S608
        f" WHERE nth = 1 ORDER BY {ORDERS[order]} LIMIT %s OFFSET %s"
    )
    return [item for (item,) in load(text, [*params, limit, offset], ITEM)]


def counts(desks: list[Desk], *, cap: int) -> list[int]:
    """How many matters each of these views has, counted up to `cap`; one statement."""
    parts, params = [], []
    for desk in desks:
        own, given = _own(desk, order="", limit=2 * cap)
        parts.append(f"(SELECT count(*) FROM (SELECT DISTINCT source_kind, source_id FROM ({own}) AS o LIMIT %s) AS d)")  # noqa: S608
        params += [*given, cap]
    return [int(value) for value in fetch(f"SELECT {', '.join(parts)}", params)[0]]


def categories(desk: Desk, *, cap: int) -> list[tuple[str, int]]:
    """How many matters of each category are among the first `cap` of each key, the fullest first."""
    own, params = _own(desk, order="", limit=cap)
    distinct = f"SELECT DISTINCT source_kind, source_id, category FROM ({own}) AS o"  # noqa: S608
    text = f"SELECT category, count(*) FROM ({distinct}) AS d GROUP BY category ORDER BY 2 DESC, 1"  # noqa: S608
    return [(str(name), int(n)) for name, n in fetch(text, params)]


_OF_SOURCE = "source_kind = %s AND source_id = %s AND state = 'open'"
_FINISH = f"""
UPDATE inbox_item SET done_at = %s, done_by = %s, state = CASE WHEN id = (
  SELECT id FROM inbox_item WHERE {_OF_SOURCE} ORDER BY CASE WHEN key = %s THEN 0 ELSE 1 END, id LIMIT 1
) THEN 'done' ELSE 'closed' END
WHERE {_OF_SOURCE}
"""  # noqa: S608 - constants


def finish(source: Reference, *, own_key: str, person_id: int | None, at: datetime) -> None:
    """One open row of the matter is done, the one of `own_key` before others; the rest are closed."""
    of_source: list[Any] = [source.kind, source.id]
    later("inbox_item", _FINISH, [moment(at), person_id, *of_source, own_key, *of_source])


def _own(desk: Desk, *, order: str, limit: int) -> tuple[str, list[Any]]:
    """Each key's own first rows, of all keys."""
    where, given = desk.where()
    one = f"SELECT * FROM inbox_item WHERE key = {{key}} AND {where}{order} LIMIT %s"  # noqa: S608 - constants
    if connection.vendor == "postgresql":
        each = one.format(key="k.key")
        return f"SELECT v.* FROM unnest(%s::text[]) AS k(key) CROSS JOIN LATERAL ({each}) AS v", [  # noqa: S608
            list(desk.keys), *given, limit,
        ]  # fmt: skip
    each = f"SELECT * FROM ({one.format(key='%s')})"  # noqa: S608
    return " UNION ALL ".join([each] * len(desk.keys)), [v for key in desk.keys for v in (key, *given, limit)]
