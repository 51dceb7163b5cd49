"""Where content lies: a folder by default, an S3 bucket by setting."""

import functools
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings


class Store(Protocol):
    """Content by digest. Every member raises StoreUnavailable when the store does not answer or is full."""

    def put(self, spool: Path, digest: str) -> None:
        """Make the spooled content durable under its digest; afterwards the spool file may be gone. Repeating it is fine."""

    def open(self, digest: str) -> IO[bytes]:
        """The content, to be read in parts. FileNotFoundError when it is not there."""

    def has(self, digest: str) -> bool: ...

    def erase(self, digest: str) -> None:
        """Take the content away; nothing happens when it is not there."""

    def older_than(self, moment: datetime) -> Iterator[str]:
        """Digests whose content was last put before the moment."""

    def path(self, digest: str) -> str:
        """The place inside the store that a web server in front can send by itself; "" when it cannot."""


@functools.cache
def store() -> Store:
    """The store of this installation. The S3 client loads only where a bucket is configured."""
    if settings.S3_BUCKET:
        made: Store = import_module(f"{__name__}.s3").BucketStore(settings.S3_BUCKET, endpoint=settings.S3_ENDPOINT)
    else:
        made = import_module(f"{__name__}.folder").FolderStore(Path(settings.BLOB_FOLDER))
    return made
