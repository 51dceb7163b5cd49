"""Which copies of the installation hold what came in at some time: read from the ledger that `tongban backup` keeps.

Copies made in other ways (snapshots of a disk, dumps of the database) are not known here.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

LEDGER = "backups.jsonl"


def made_since(moment: datetime) -> list[dict[str, Any]]:
    """Copies made at or after the moment, the oldest first: file, made_at, and whether the file is still there."""
    ledger = Path(settings.HOME) / LEDGER
    lines = ledger.read_text("utf-8").splitlines() if ledger.exists() else []
    known = [json.loads(line) for line in lines if line.strip()]
    later = [line for line in known if datetime.fromisoformat(line["made_at"]) >= moment]
    return [
        {"file": line["file"], "made_at": line["made_at"], "there": Path(line["file"]).exists()}
        for line in sorted(later, key=lambda line: line["made_at"])
    ]
