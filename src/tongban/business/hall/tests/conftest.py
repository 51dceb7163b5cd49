"""The public zone's doors, and members at them."""

import pytest
from django.test import Client

from tongban.business.hall.testing import open_hall
from tongban.foundation.members.testing import make_member, sign_in_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(public_zone):
    """A bureau of the office and its item in the hall."""
    return open_hall()


@pytest.fixture
def guide(hall):
    return hall[1]


@pytest.fixture
def bureau(hall):
    return hall[0]


@pytest.fixture
def member(public_zone):
    return make_member()


@pytest.fixture
def mine(member):
    """A client at which the member is signed in."""
    client = Client()
    sign_in_member(client, member)
    return client
