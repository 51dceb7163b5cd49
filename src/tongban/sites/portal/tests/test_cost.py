"""Every page of the portal that somebody reaches by a link opens and costs the same however much there is."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.pages.crawl import Walk, walk
from tongban.business.hall.testing import applied, filled, make_guide
from tongban.foundation.members.testing import make_enterprise, make_member, sign_in_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_zone")]


@pytest.fixture
def member():
    return make_member()


def fill(member) -> str:
    """One more item, application, draft and enterprise; where the draft is looked over."""
    applied(make_guide(), member)
    draft = filled(make_guide("water_supply"), member, make_enterprise(member, sort="company"))
    return reverse("apply:check", args=[draft.uid])


def walked(start="/", member=None) -> Walk:
    client = Client()
    if member is not None:
        sign_in_member(client, member)
    found = walk(client, start)
    assert found.faults == []
    return found


def test_the_pages_of_a_member_open_and_cost_the_same_for_one_application_and_for_three(member):
    one = walked(fill(member), member).cost
    fill(member)
    three = walked(fill(member), member).cost
    assert {"mine:home", "mine:case", "mine:receipt", "apply:page", "apply:materials", "guide:item"} <= set(one)
    assert {name: (one[name], cost) for name, cost in three.items() if name in one and cost > one[name]} == {}


def test_the_pages_of_a_stranger_open_and_cost_the_same_for_one_item_and_for_many():
    make_guide()
    one = walked().cost
    for unit in ("甲局", "乙局", "丙局"):
        make_guide(unit=unit)
    many = walked().cost
    assert {"portal:home", "guide:list", "guide:item", "progress:ask", "check:ask", "mine:home"} <= set(one)
    assert {name: (one[name], cost) for name, cost in many.items() if name in one and cost > one[name]} == {}
