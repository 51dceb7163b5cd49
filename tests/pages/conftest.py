from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction

from tongban.demo import accounts, loading
from tongban.kernel.deploy import deploy
from tongban.kernel.now import now

DOCUMENTS, CASES = 20, 20


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker) -> Iterator[dict[str, str]]:
    """The demo county with some documents, undone after the module: user names by what they do."""
    with django_db_blocker.unblock(), transaction.atomic():
        at = now() - timedelta(minutes=1)
        deploy(at=at)
        loading.first(count=DOCUMENTS, cases=CASES, seed=1, at=at)
        yield dict(line.split("\t")[:2] for line in (text.strip() for text in accounts.lines()) if "\t" in line)
        transaction.set_rollback(True)
