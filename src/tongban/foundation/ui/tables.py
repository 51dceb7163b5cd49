"""Tables that leave the house: CSV for the office's own programs, sent while it is made, so that no table is held in memory."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.timezone import localtime

RISKY = ("=", "+", "-", "@", "\t", "\r")  # what office programs would take for a formula


class _Line:
    """csv wants a file; this one gives each line back."""

    def write(self, text: str) -> str:
        return text


def table_download(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """A download under the list's name, readable by office programs (UTF-8 with its mark). Who takes it is noted by the caller."""
    response = StreamingHttpResponse(_lines(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{_quoted(name)}.csv"
    response["Cache-Control"] = "private, no-store"
    return response


def _lines(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff"
    yield writer.writerow(head)
    for row in rows:
        yield writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(RISKY) else text


def _quoted(name: str) -> str:
    return "".join(f"%{byte:02X}" for byte in name.encode())
