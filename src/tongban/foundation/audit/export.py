"""The entries as a CSV that a spreadsheet opens: UTF-8 with a mark at the start, one line at a time."""

import csv
from collections.abc import Iterable, Iterator

from django.utils import timezone

from tongban.foundation.audit.contracts import OUTCOMES, label_of
from tongban.foundation.audit.models import Entry

HEAD = (
    "编号", "封存序号", "发生时间", "记录时间", "动作", "动作代码", "结果", "错误代码", "人员", "岗位", "单位", "代谁办理",
    "网络地址", "对象", "请求号", "校验码",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(entries: Iterable[Entry]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(HEAD)
    for entry in entries:
        yield writer.writerow([_harmless(value) for value in _row(entry)])


def _row(entry: Entry) -> tuple[object, ...]:
    times = [timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S") for moment in (entry.at, entry.recorded_at)]
    return (
        entry.pk, entry.seq or "", *times, label_of(entry.action), entry.action,
        OUTCOMES.get(entry.outcome, entry.outcome), entry.error, entry.actor_name, entry.post_name, entry.unit_name,
        entry.for_person_id or "", entry.ip, str(entry.subject or ""), entry.request_id, entry.mac,
    )  # fmt: skip


def _harmless(value: object) -> object:
    """A text that a spreadsheet would run as a formula is marked as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
