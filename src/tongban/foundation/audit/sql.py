"""SQL that Django's query language cannot say: one sealer at a time, many seals in one statement. Tested on both databases."""

from collections.abc import Sequence

from django.db import connection

CHAIN_LOCK = 7_165_390_411  # any number that nobody else uses

_WRITE = """
    UPDATE audit_entry SET seq = sealed.column2, mac = sealed.column3 FROM (VALUES {rows}) AS sealed
     WHERE audit_entry.id = sealed.column1 AND audit_entry.seq IS NULL"""


def lock_chain() -> None:
    """Hold the chain's end until this transaction ends. On SQLite the transaction itself does that (IMMEDIATE)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def write_seals(seals: Sequence[tuple[int, int, str]]) -> int:
    """Give the entries (id) their place and mac; returns how many rows were still unsealed and took it."""
    row = "(CAST(%s AS bigint), CAST(%s AS bigint), CAST(%s AS varchar(64)))"
    with connection.cursor() as cursor:
        cursor.execute(_WRITE.format(rows=", ".join([row] * len(seals))), [part for seal in seals for part in seal])
        return int(cursor.rowcount)
