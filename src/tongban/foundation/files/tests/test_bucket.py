"""With an S3 bucket configured everything works as in a folder."""

from datetime import UTC, datetime

import pytest

from tongban.foundation.files.api import discard, open_content
from tongban.foundation.files.contracts import StoreUnavailable
from tongban.foundation.files.stores import store
from tongban.foundation.files.testing import PDF, make_file, received
from tongban.foundation.files.tests.bucket import Bucket
from tongban.foundation.jobs.testing import run_due_jobs
from tongban.foundation.references.testing import paper
from tongban.kernel.testing import within


@pytest.fixture
def bucket(settings, monkeypatch, folder):
    running = Bucket()
    for name, value in (("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"), ("AWS_MAX_ATTEMPTS", "1")):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    settings.S3_BUCKET, settings.S3_ENDPOINT = "test", running.address
    store.cache_clear()
    yield running
    running.shutdown()
    running.server_close()


@pytest.mark.django_db
def test_content_is_kept_read_and_erased_in_the_bucket(bucket, folder):
    file = make_file(subject=paper(1))
    assert bucket.objects == {file.digest: PDF}
    with open_content(file) as content:
        assert content.read() == PDF
    within(discard, file=file)
    run_due_jobs()
    assert bucket.objects == {}
    assert not list(folder.glob("??"))


def test_old_content_is_listed_for_the_sweep(bucket):
    digest = received().digest
    assert list(store().older_than(datetime(2026, 1, 1, tzinfo=UTC))) == [digest]
    assert list(store().older_than(datetime(2019, 1, 1, tzinfo=UTC))) == []


def test_content_that_is_not_there_is_not_there(bucket):
    assert not store().has("0" * 64)
    with pytest.raises(FileNotFoundError):
        store().open("0" * 64)


def test_a_bucket_that_does_not_answer_takes_no_files(bucket):
    bucket.down = True
    with pytest.raises(StoreUnavailable):
        received()
