"""Uploading and erasing the same content at once never leaves a file without content."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from tongban.foundation.files.api import ContentGone, discard, missing_content
from tongban.foundation.files.jobs import erase_content
from tongban.foundation.files.models import StoredFile
from tongban.foundation.files.stores import store
from tongban.foundation.files.testing import make_file
from tongban.foundation.references.testing import paper
from tongban.kernel.testing import within

TOGETHER, ROUNDS = 4, 5


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time: nothing to race")
@pytest.mark.django_db(transaction=True)
def test_a_file_always_has_its_content():
    with ThreadPoolExecutor(TOGETHER) as pool:
        kept = sum(pool.map(_come_and_go, range(TOGETHER)))
    files = StoredFile.objects.all()
    assert kept == files.count()
    assert all(store().has(file.digest) for file in files)
    assert list(missing_content()) == []


def _come_and_go(number: int) -> int:
    """Upload the same content again and again, take all but the last away, erase what is unused; returns how many stayed."""
    stayed = 0
    try:
        for turn in range(ROUNDS):
            stayed += _one_turn(number, leave=turn < ROUNDS - 1)
    finally:
        connections.close_all()
    return stayed


def _one_turn(number: int, *, leave: bool) -> bool:
    try:
        file = make_file(subject=paper(number))
    except ContentGone:
        return False
    if leave:
        within(discard, file=file)
        erase_content(digests=[file.digest])
    return not leave
