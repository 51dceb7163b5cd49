"""Content in an S3-compatible bucket, through django-storages. Loaded only where a bucket is configured.

Credentials come from the places that boto3 looks in (environment, instance role); they are no settings of ours.
"""

import contextlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage

from tongban.foundation.files.contracts import StoreUnavailable


@contextlib.contextmanager
def network_faults() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise StoreUnavailable("文件存储服务没有响应，请稍后再试，或联系系统管理员。") from error


class BucketStore:
    def __init__(self, bucket: str, *, endpoint: str = "") -> None:
        self.storage = S3Storage(
            bucket_name=bucket, endpoint_url=endpoint or None, file_overwrite=True, default_acl=None, querystring_auth=True
        )  # fmt: skip

    def put(self, spool: Path, digest: str) -> None:
        with network_faults(), spool.open("rb") as content:
            self.storage.save(digest, File(content))

    def open(self, digest: str) -> IO[bytes]:
        """Read in parts of some megabytes, spooled to disk by django-storages."""
        with network_faults():
            if not self.storage.exists(digest):
                raise FileNotFoundError(digest)
            opened: IO[bytes] = self.storage.open(digest)
            opened.seek(0)
        return opened

    def has(self, digest: str) -> bool:
        with network_faults():
            return bool(self.storage.exists(digest))

    def erase(self, digest: str) -> None:
        with network_faults():
            self.storage.delete(digest)

    def older_than(self, moment: datetime) -> Iterator[str]:
        with network_faults():
            for item in self.storage.bucket.objects.all():
                if item.last_modified < moment:
                    yield item.key

    def path(self, digest: str) -> str:
        return ""
