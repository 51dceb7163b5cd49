"""Make an archive of the running installation."""

import json
import tempfile
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from tongban.config import env
from tongban.config.backup import archive, sql

LEDGER = "backups.jsonl"  # in the home folder: which copies exist, for whoever must erase something from all of them


def make(target: Path, *, at: datetime, public: Path | None = None) -> Path:
    """Write the archive; people may go on working. FileExistsError when there is something under that name.

    `public`: the archive of the public zone beside this office, to be put into this one.
    """
    if target.exists():
        raise FileExistsError(target)
    with (
        tempfile.TemporaryDirectory(dir=target.parent, prefix=".tongban-") as scratch,
        archive.new_archive(target) as tar,
    ):
        archive.pack_folder(tar, "audit")
        rows = Path(scratch, archive.ROWS)
        rows.mkdir()
        sql.copy_out(rows)
        archive.pack(tar, manifest(at), rows=rows, scratch=Path(scratch))
        if public is not None:
            tar.add(public, archive.PUBLIC)
    remember(target, at)
    return target


def manifest(at: datetime) -> archive.Manifest:
    applied = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
    return archive.Manifest(version("tongban"), at.isoformat(), connection.vendor, applied)


def remember(target: Path, at: datetime) -> None:
    line = {"made_at": at.isoformat(), "file": str(target.resolve()), "bytes": target.stat().st_size}
    with (env.home() / LEDGER).open("a", encoding="utf-8") as ledger:
        ledger.write(json.dumps(line, ensure_ascii=False) + "\n")
