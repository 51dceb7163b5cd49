"""The administrator sees what did not go through, on either side, and what can be done."""

import pytest
from django.test import Client

from tongban.engines.exchange import book
from tongban.engines.exchange.models import Announcement, Arrival
from tongban.engines.exchange.testing import carry
from tongban.engines.exchange.tests.conftest import Apps
from tongban.foundation.access.testing import allow
from tongban.foundation.organization.testing import make_person, make_unit, sign_in
from tongban.kernel.now import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client, two: Apps) -> Client:
    person = make_person("沈知微", unit=make_unit("县政府办公室"))
    allow(person, "exchange.manage")
    sign_in(client, person)
    return client


def test_a_refused_parcel_is_shown_with_its_reason_and_tried_again(administrator: Client, two: Apps) -> None:
    two.send(1, bad=True)
    carry()
    row = Arrival.objects.get()
    page = administrator.get("/console/exchange/").content.decode()
    assert "便条" in page
    assert "这件不能收。" in page
    answer = administrator.post(f"/console/exchange/{row.pk}/retry", follow=True)
    assert "已重新排队" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "waiting"


def test_of_two_who_give_up_a_parcel_the_second_is_told(administrator: Client, two: Apps) -> None:
    two.send(1, bad=True)
    carry()
    address = f"/console/exchange/{Arrival.objects.get().pk}/give-up"
    assert "已作废" in administrator.post(address, follow=True).content.decode()
    assert "可能刚被别人处理" in administrator.post(address, follow=True).content.decode()


def test_what_the_public_zone_refused_is_announced_again(administrator: Client, two: Apps) -> None:
    two.announce({"step": 1})
    carry()
    turn = Announcement.objects.get().turn
    refusal = {"topic": "test.state", "key": "a", "reason": "读不懂。", "arrived_at": now().isoformat()}
    book.heard({"waiting": 0, "refused": 1, "refusals": [refusal]}, at=now())
    assert "读不懂。" in administrator.get("/console/exchange/").content.decode()
    administrator.post("/console/exchange/again", {"topic": "test.state", "key": "a"})
    assert Announcement.objects.get().turn > turn
    unknown = administrator.post("/console/exchange/again", {"topic": "x", "key": "a"}, follow=True)
    assert "没有这类公开信息" in unknown.content.decode()


def test_a_state_that_could_not_go_is_shown(administrator: Client, two: Apps) -> None:
    two.announce({"step": 1})
    book.failed(Announcement.objects.get(), reason="内容缺失。", at=now())
    assert "内容缺失。" in administrator.get("/console/exchange/").content.decode()
