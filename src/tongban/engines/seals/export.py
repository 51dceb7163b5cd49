"""用印登记 as a CSV that a spreadsheet opens: UTF-8 with a mark at the start, one line at a time."""

import csv
from collections.abc import Iterable, Iterator

from django.utils.timezone import localtime

from tongban.engines.seals.models import Seal, SealUse

HEAD = ("时间", "印章", "文号", "标题", "页数", "位置", "批准人", "用印人", "文件摘要（SM3）")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(seal: Seal, uses: Iterable[SealUse]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(HEAD)
    for use in uses:
        yield writer.writerow([_harmless(value) for value in _row(seal, use)])


def _row(seal: Seal, use: SealUse) -> tuple[str, ...]:
    return (
        f"{localtime(use.at):%Y-%m-%d %H:%M}", seal.name, use.number, use.title, str(use.pages), use.place, use.approver,
        use.keeper_name, use.digest,
    )  # fmt: skip


def _harmless(value: str) -> str:
    """A text that a spreadsheet would run as a formula is marked as text."""
    return f"'{value}" if value.startswith(FORMULA) else value
