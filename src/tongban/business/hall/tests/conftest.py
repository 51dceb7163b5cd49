"""The public zone's doors, and members at them."""

import pytest
from django.test import Client

from tongban.business.hall.testing import make_guide, open_hall
from tongban.foundation.members.testing import make_member, sign_in_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(public_zone):
    """An item in the hall."""
    return make_guide()


@pytest.fixture
def office(public_zone):
    """(bureau, guide): an item that a bureau of the office published."""
    return open_hall()


@pytest.fixture
def member(public_zone):
    return make_member()


@pytest.fixture
def mine(member):
    """A client at which the member is signed in."""
    client = Client()
    sign_in_member(client, member)
    return client
