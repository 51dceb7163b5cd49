"""The index of words: a tsvector with GIN on PostgreSQL, FTS5 on SQLite. Contract-tested on both databases.

The words come from rules.tokens, so both find the same. The engines compare words, without their places; that a term
stands in the text as it was typed is checked on the text itself.
"""

import json
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection

from tongban.foundation.search.rules import kind_word, wanted

Match = tuple[int, int]  # id of the entry, id of the thing

_POSTGRES = (
    """ALTER TABLE search_entry ADD COLUMN words tsvector
        GENERATED ALWAYS AS (array_to_tsvector(string_to_array(tokens, ' '))) STORED""",
    "ALTER TABLE search_entry ALTER COLUMN words SET STATISTICS 1000",
    "CREATE INDEX search_words ON search_entry USING gin (words)",
    "CREATE INDEX search_newest ON search_entry (subject_kind, id DESC)",
)
# The triggers are the way of FTS5's manual for a table whose content lies elsewhere; its ascii tokenizer takes everything
# beyond ASCII as part of a word, which is what our words need.
_FORGET = "INSERT INTO search_words (search_words, rowid, tokens) VALUES ('delete', old.id, old.tokens);"
_KEEP = "INSERT INTO search_words (rowid, tokens) VALUES (new.id, new.tokens);"
_SQLITE = (
    """CREATE VIRTUAL TABLE search_words USING fts5
        (tokens, content='search_entry', content_rowid='id', detail='none', tokenize='ascii')""",
    f"CREATE TRIGGER search_added AFTER INSERT ON search_entry BEGIN {_KEEP} END",
    f"CREATE TRIGGER search_removed AFTER DELETE ON search_entry BEGIN {_FORGET} END",
    f"CREATE TRIGGER search_changed AFTER UPDATE ON search_entry BEGIN {_FORGET} {_KEEP} END",
)


def install(vendor: str) -> tuple[str, ...]:
    """The statements that make the index of words beside the table of entries."""
    return _POSTGRES if vendor == "postgresql" else _SQLITE


def matches(kind: str, terms: Sequence[str], *, limit: int, before: int | None = None) -> list[Match]:
    """The newest entries of the kind that hold all terms. `before` is the last entry of the page above."""
    asked, source = (
        ("e.words @@ %s::tsquery", "search_entry e") if _postgres() else ("w.search_words MATCH %s", _JOINED)
    )
    where, params = _narrowed(kind, terms, before)
    statement = f"SELECT e.id, e.subject_id FROM {source} WHERE {asked} AND {where} ORDER BY {_order()} DESC LIMIT %s"  # noqa: S608
    return _rows(statement, [_query(kind, terms), *params, limit])


def matches_among(
    kind: str, terms: Sequence[str], ids: Collection[int], *, limit: int, before: int | None = None
) -> list[Match]:
    """The same, of these things only: read from the texts, without the index of words."""
    among = "= ANY(%s)" if _postgres() else "IN (SELECT value FROM json_each(%s))"
    where, params = _narrowed(kind, terms, before)
    statement = f"SELECT e.id, e.subject_id FROM search_entry e WHERE e.subject_id {among} AND {where} ORDER BY e.id DESC LIMIT %s"  # noqa: S608
    return _rows(statement, [list(ids) if _postgres() else json.dumps(list(ids)), *params, limit])


_JOINED = "search_words w CROSS JOIN search_entry e ON e.id = w.rowid"  # cross: the words first, their newest first


def _postgres() -> bool:
    return connection.vendor == "postgresql"


def _order() -> str:
    return "e.id" if _postgres() else "w.rowid"


def _narrowed(kind: str, terms: Sequence[str], before: int | None) -> tuple[str, list[Any]]:
    """The kind, the page, and that each term stands in the text as it was typed."""
    position = "position(%s IN e.folded)" if _postgres() else "instr(e.folded, %s)"
    parts = ["e.subject_kind = %s", *(f"{position} > 0" for _ in terms)]
    if before is None:
        return " AND ".join(parts), [kind, *terms]
    return " AND ".join([*parts, "e.id < %s"]), [kind, *terms, before]


def _query(kind: str, terms: Sequence[str]) -> str:
    """All words that must be there, in the engine's own language; a term has letters and digits alone: nothing to escape."""
    asked = [wanted(term) for term in terms]
    whole = dict.fromkeys([kind_word(kind), *(word for words, _ in asked for word in words)])
    begun = dict.fromkeys(beginning for _, beginning in asked if beginning)
    if _postgres():
        return " & ".join([f"'{word}'" for word in whole] + [f"'{word}':*" for word in begun])
    return " AND ".join([f'"{word}"' for word in whole] + [f'"{word}"*' for word in begun])


def _rows(statement: str, params: list[Any]) -> list[Match]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()
