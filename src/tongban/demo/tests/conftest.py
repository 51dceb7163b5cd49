from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from tongban.demo import loading
from tongban.kernel.deploy import deploy
from tongban.kernel.now import now


@pytest.fixture(scope="module")
def at() -> datetime:
    return now() - timedelta(minutes=1)


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker, at: datetime) -> Iterator[None]:
    """The demo county with some documents and cases, undone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        deploy(at=at)
        loading.first(count=8, cases=3, at=at)
        yield
        transaction.set_rollback(True)
