"""What every test of documents may ask for."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tongban.business.documents.testing import County, small_county


@pytest.fixture(scope="module")
def county_of_the_module(django_db_setup: Any, django_db_blocker: Any) -> Iterator[County]:
    """Made once for the tests of a module, and undone after them: each takes its own changes back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield small_county()
        transaction.set_rollback(True)


@pytest.fixture
def county(county_of_the_module: County, db: None) -> County:
    """The county as it was made; what a test changes on it is of that test alone."""
    return copy.deepcopy(county_of_the_module)
