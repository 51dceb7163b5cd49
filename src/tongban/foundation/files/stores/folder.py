"""Content in a folder: ab/cd/abcd…, each file whole and on the disk before anybody hears of it."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from tongban.foundation.files.stores.spool import disk_faults


class FolderStore:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, spool: Path, digest: str) -> None:
        """The spool file moves to its place: one atomic step, after which a crash cannot undo it."""
        target = self.folder / self.path(digest)
        with disk_faults():
            self._make(target.parent)
            os.replace(spool, target)
            sync_folder(target.parent)

    def open(self, digest: str) -> IO[bytes]:
        return (self.folder / self.path(digest)).open("rb")

    def has(self, digest: str) -> bool:
        return (self.folder / self.path(digest)).is_file()

    def erase(self, digest: str) -> None:
        place = self.folder / self.path(digest)
        if place.exists():
            place.unlink(missing_ok=True)
            sync_folder(place.parent)

    def older_than(self, moment: datetime) -> Iterator[str]:
        for place in self.folder.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
            if place.stat().st_mtime < moment.timestamp():
                yield place.name

    def path(self, digest: str) -> str:
        return f"{digest[:2]}/{digest[2:4]}/{digest}"

    def _make(self, folder: Path) -> None:
        for part in (folder.parent, folder):
            if not part.is_dir():
                part.mkdir(parents=True, exist_ok=True)
                sync_folder(part.parent)


def sync_folder(folder: Path) -> None:
    """Make the folder's own list of names durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
