"""Parcels reach their handlers: messages once and in order, states as they are now."""

from typing import Any

import pytest

from tongban.engines.exchange import api as exchange
from tongban.engines.exchange.models import Announcement, Arrival, ArrivalFile
from tongban.engines.exchange.registry import topics
from tongban.engines.exchange.testing import carry
from tongban.foundation.files import api as files_api
from tongban.foundation.files.testing import PDF, make_file
from tongban.kernel.errors import Conflict
from tongban.kernel.testing import within

pytestmark = pytest.mark.django_db

came: list[tuple[str, Any]] = []
public: dict[str, Any] = {}


def receive(arrived: exchange.Arrived) -> None:
    if arrived.body and arrived.body.get("bad"):
        raise Conflict("这件不能收。")
    came.append((arrived.key, arrived.body))


def read_file(arrived: exchange.Arrived) -> None:
    came.append((arrived.files[0].name, files_api.open_content(arrived.files[0]).read()))


@pytest.fixture(autouse=True)
def scratch_topics(monkeypatch: pytest.MonkeyPatch) -> None:
    came.clear()
    public.clear()
    compose = lambda key: exchange.Content(public[key]) if key in public else None  # noqa: E731
    scratch = {
        "test.note": exchange.Topic("便条", exchange.OFFICE, receive),
        "test.file": exchange.Topic("文件", exchange.OFFICE, read_file),
        "test.state": exchange.Topic("状态", exchange.PUBLIC, receive, compose),
    }
    monkeypatch.setattr(topics, "_members", topics._members | scratch)


def send(number: int, *, key: str = "a", **more: Any) -> None:
    within(exchange.send, topic="test.note", key=key, body={"number": number, **more})


def announce(state: Any) -> None:
    public.update({"a": state} if state is not None else {})
    within(exchange.announce, topic="test.state", key="a")


def test_messages_come_in_the_order_of_sending() -> None:
    for number in range(3):
        send(number)
    assert carry() == 3
    assert came == [("a", {"number": number}) for number in range(3)]
    assert carry() == 0


def test_a_refused_message_holds_back_what_follows_under_its_key_alone() -> None:
    send(1, bad=True)
    send(2)
    send(3, key="b")
    carry()
    assert came == [("b", {"number": 3})]
    assert [(a.state, a.reason) for a in Arrival.objects.filter(key="a").order_by("id")] == [
        ("refused", "这件不能收。"),
        ("waiting", ""),
    ]


def test_of_many_changes_the_latest_state_is_carried() -> None:
    announce({"step": 1})
    announce({"step": 2})
    assert carry() == 1
    assert came == [("a", {"step": 2})]
    announce({"step": 3})
    carry()
    assert came[1:] == [("a", {"step": 3})]


def test_what_is_no_longer_public_is_told_as_nothing() -> None:
    within(exchange.announce, topic="test.state", key="gone")
    carry()
    assert came == [("gone", None)]


def test_a_turn_grows_even_where_the_clock_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tongban.engines.exchange.operations.sending.time.time_ns", lambda: 10**6)
    for _ in range(3):
        announce({"step": 1})
    assert Announcement.objects.get().turn == 3


def test_files_travel_with_their_message() -> None:
    file = make_file(name="申请书.pdf")
    within(exchange.send, topic="test.file", key="a", body={}, files=[file])
    carry()
    assert came == [("申请书.pdf", PDF)]


def test_nothing_of_an_applied_message_stays_but_its_name() -> None:
    within(exchange.send, topic="test.file", key="a", body={"name": "赵某"}, files=[make_file()])
    carry()
    row = Arrival.objects.get()
    assert (row.state, row.body, ArrivalFile.objects.count()) == ("applied", None, 0)
