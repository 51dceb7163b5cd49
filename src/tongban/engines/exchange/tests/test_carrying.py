"""Parcels reach their handlers: messages once and in order, states as they are now."""

import pytest

from tongban.engines.exchange import book
from tongban.engines.exchange.models import Announcement, Arrival, ArrivalFile
from tongban.engines.exchange.operations import mending
from tongban.engines.exchange.registrations import announce_what_is_public
from tongban.engines.exchange.testing import carry
from tongban.engines.exchange.tests.conftest import Apps
from tongban.foundation.files.api import StoredFile
from tongban.foundation.files.testing import PDF, make_file
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict
from tongban.kernel.now import now

pytestmark = pytest.mark.django_db
WHO = system_actor()


def test_messages_come_in_the_order_of_sending(two: Apps) -> None:
    for number in range(3):
        two.send(number)
    assert carry() == 3
    assert two.came == [("a", {"number": number}) for number in range(3)]
    assert carry() == 0


def test_a_refused_message_holds_back_what_follows_under_its_key_alone(two: Apps) -> None:
    two.send(1, bad=True)
    two.send(2)
    two.send(3, key="b")
    carry()
    assert two.came == [("b", {"number": 3})]
    rows = Arrival.objects.filter(key="a").order_by("id")
    assert [(row.state, row.reason) for row in rows] == [("refused", "这件不能收。"), ("waiting", "")]


def test_a_refused_message_is_applied_when_it_is_tried_again(two: Apps) -> None:
    two.send(1, bad=True)
    carry()
    Arrival.objects.update(body={"number": 1})  # as if the reason were gone
    mending.retry(arrival=Arrival.objects.get(), actor=WHO, at=now())
    carry()
    assert two.came == [("a", {"number": 1})]


def test_what_is_given_up_lets_the_next_pass_and_keeps_nothing_personal(two: Apps) -> None:
    two.send(1, bad=True, files=[make_file(name="申请书.pdf")])
    two.send(2)
    carry()
    refused = Arrival.objects.get(state="refused")
    mending.give_up(arrival=refused, actor=WHO, at=now())
    carry()
    assert two.came == [("a", {"number": 2})]
    assert Arrival.objects.get(pk=refused.pk).body is None
    before = StoredFile.objects.count()
    mending.sweep(actor=WHO, at=now())
    assert StoredFile.objects.count() == before - 1
    with pytest.raises(Conflict):
        mending.retry(arrival=refused, actor=WHO, at=now())


def test_of_many_changes_the_latest_state_is_carried(two: Apps) -> None:
    two.announce({"step": 1})
    two.announce({"step": 2})
    assert carry() == 1
    assert two.came == [("a", {"step": 2})]
    two.announce({"step": 3})
    carry()
    assert two.came[1:] == [("a", {"step": 3})]


def test_an_older_state_that_comes_late_is_not_applied(two: Apps) -> None:
    two.announce({"step": 2})
    carry()
    late = Arrival.objects.create(
        topic="test.state", key="a", turn=1, body={"step": 1}, sent_at=now(), arrived_at=now()
    )
    two.announce({"step": 3})
    carry()
    assert two.came == [("a", {"step": 2}), ("a", {"step": 3})]
    assert Arrival.objects.get(pk=late.pk).state == "outdated"


def test_what_is_no_longer_public_is_told_as_nothing(two: Apps) -> None:
    two.announce(None, key="gone")
    carry()
    assert two.came == [("gone", None)]


def test_a_turn_grows_even_where_the_clock_stands_still(two: Apps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongban.engines.exchange.operations.sending.time.time_ns", lambda: 10**6)
    for _ in range(3):
        two.announce({"step": 1})
    assert Announcement.objects.get().turn == 3


def test_files_travel_with_their_message(two: Apps) -> None:
    two.send(1, files=[make_file(name="申请书.pdf")])
    carry()
    assert two.came == [("a", {"number": 1}), ("申请书.pdf", PDF)]


def test_nothing_of_an_applied_message_stays_but_its_name(two: Apps) -> None:
    two.send(1, files=[make_file()])
    carry()
    row = Arrival.objects.get()
    assert (row.state, row.body, ArrivalFile.objects.count()) == ("applied", None, 0)


def test_after_a_restore_everything_goes_again_and_messages_still_count_once(two: Apps) -> None:
    two.send(1)
    two.announce({"step": 1})
    carry()
    began = Arrival.objects.order_by("arrived_at")[0].arrived_at
    assert mending.send_again(since=began, actor=WHO, at=now()) == 2
    assert carry() == 2
    assert two.came == [("a", {"number": 1}), ("a", {"step": 1}), ("a", {"step": 1})]


def test_a_database_belongs_to_one_zone(two: Apps) -> None:
    book.take_database("office")
    book.take_database("office")
    with pytest.raises(Conflict, match="属于办公区"):
        book.take_database("public")


def test_what_was_public_before_there_was_a_public_zone_is_announced_once(two: Apps) -> None:
    two.public.update(a={"step": 1}, b={"step": 2})
    announce_what_is_public(now())
    assert carry() == 2
    announce_what_is_public(now())
    assert carry() == 0
