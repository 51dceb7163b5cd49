"""上次备份 on the console's home page: read from the ledger that `tongban backup` keeps in the home folder."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import localtime

from tongban.foundation.ui.api import Figure
from tongban.kernel.now import now

LEDGER = "backups.jsonl"
LATE = timedelta(hours=26)  # the shipped timer runs each night; two hours are for the backup itself


def figure(request: HttpRequest) -> Figure:
    """When the last backup was made and how large it is; a word when there is none, it is late, or its file is gone."""
    last = _last()
    if last is None:
        return Figure(label="上次备份", value="无", notes=(("over", "还没有备份过"),))
    made = datetime.fromisoformat(last["made_at"])
    notes = [] if now() - made <= LATE else [("over", "超过一天没有备份")]
    if not Path(last["file"]).exists():
        notes.append(("soon", "文件已不在原处"))
    size = f"{last['bytes'] / 1024 / 1024:,.1f} MB"
    return Figure(label=f"上次备份，{size}", value=f"{localtime(made):%m-%d %H:%M}", notes=tuple(notes))


def _last() -> dict | None:
    ledger = Path(settings.HOME) / LEDGER
    lines = ledger.read_text("utf-8").splitlines() if ledger.exists() else []
    return max((json.loads(line) for line in lines if line.strip()), key=lambda line: line["made_at"], default=None)
