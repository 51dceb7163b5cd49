"""Statements of the hall, tested on both databases."""

from datetime import date

from django.db import connection

from tongban.kernel.operations import inside_operation
from tongban.kernel.sql import fetch

_NEXT = """INSERT INTO hall_receiptday (day, last) VALUES (%s, 1)
    ON CONFLICT (day) DO UPDATE SET last = hall_receiptday.last + 1 RETURNING last"""


@inside_operation
def next_of_day(day: date) -> int:
    """The next receipt number of the day: each is given once, and comes back where the operation fails. One statement."""
    [(last,)] = fetch(_NEXT, [connection.ops.adapt_datefield_value(day)])
    return int(last)
