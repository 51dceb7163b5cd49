"""Every test has a store of its own."""

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from tongban.foundation.files.stores import store


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Iterator[Path]:
    settings.BLOB_FOLDER = tmp_path / "blobs"
    settings.S3_BUCKET = ""
    settings.CLAMAV_SOCKET = ""
    store.cache_clear()
    yield settings.BLOB_FOLDER
    store.cache_clear()


@pytest.fixture
def small_disk():
    """No file of this process may grow beyond 100 kB: the same error as a full disk, without being root."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
