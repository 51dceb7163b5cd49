"""GB/T 9704 layout of the real notice, warm, with new text each time."""

import os
import statistics
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from bench.machine import Figure, seconds
from tongban.business.documents.pages import fonts
from tongban.lib.gongwen.layout.typeset import typeset
from tongban.lib.gongwen.markdown import read_markdown


def figures() -> list[Figure]:
    source = Path(os.environ["TONGBAN_SHARED"]) / "samples/gongwen/chibi-notice.md"
    notice = replace(read_markdown(source.read_text("utf-8")), date=date(2026, 11, 16))
    at = datetime(2026, 11, 16, tzinfo=UTC)

    def once(number: int) -> float:
        return (
            seconds(lambda: typeset(replace(notice, number=f"赤政办发〔2026〕{number}号"), fonts=fonts(), at=at)) * 1000
        )

    once(0)
    spent = statistics.median(once(n) for n in range(1, 21))
    return [Figure("layout of the Chibi notice, warm", round(spent, 1), "ms", "≤ 25 ms", spent <= 25)]
