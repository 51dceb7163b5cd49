"""Incoming content on its way to the store: a file of its own, hashed while it is written, gone when anything fails."""

import contextlib
import errno
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings

from tongban.foundation.files.contracts import StoreUnavailable
from tongban.foundation.files.rules.checks import check_size

CHUNK = 256 * 1024
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
SPOOLS_KEPT = 24 * 3600  # seconds that what a crash left behind stays


class Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Spooled:
    """Content in a file of its own, on the disk."""

    path: Path
    digest: str
    size: int


@contextlib.contextmanager
def disk_faults() -> Iterator[None]:
    """A full disk, quota or size limit becomes StoreUnavailable; any other OSError is a defect and passes."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StoreUnavailable("服务器的存储空间不足，文件没有保存。请联系系统管理员。") from error
        raise


@contextlib.contextmanager
def spooled(source: Readable, *, at_most: int) -> Iterator[Spooled]:
    """Read the source to its end, hashed with SM3 and synced; at_most in bytes, refused as soon as it is passed."""
    with disk_faults():
        handle, name = tempfile.mkstemp(dir=spool_folder())
        path = Path(name)
    try:
        with disk_faults(), os.fdopen(handle, "wb") as out:
            digest, size = _copy(source, out, at_most)
        yield Spooled(path, digest, size)
    finally:
        path.unlink(missing_ok=True)


def spool_folder() -> Path:
    """Where uploads are written first; on the same file system as the folder store."""
    folder = Path(settings.BLOB_FOLDER) / "incoming"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def sweep_spools() -> int:
    """Remove what crashes left behind; returns how many."""
    before = time.time() - SPOOLS_KEPT
    old = [p for p in spool_folder().iterdir() if p.is_file() and p.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _copy(source: Readable, out: IO[bytes], at_most: int) -> tuple[str, int]:
    sm3, size = hashlib.new("sm3"), 0
    while chunk := source.read(CHUNK):
        size += len(chunk)
        check_size(size, at_most=at_most)
        sm3.update(chunk)
        out.write(chunk)
    check_size(size, at_most=at_most)
    out.flush()
    os.fsync(out.fileno())
    return sm3.hexdigest(), size
