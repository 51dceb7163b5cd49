"""The office's worker and the public zone's door; the two zones share the one database of the test.

A few tests go over a socket, the others hand the same bytes to the door in this process.
"""

import hashlib
import io
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as product
from django.test import Client

from tongban.engines.exchange import book, queries, rules
from tongban.engines.exchange.carrying import bring, carry, fetch
from tongban.engines.exchange.contracts import Carried, Enclosed
from tongban.engines.exchange.line import FileGone, FileNotTaken, Line
from tongban.engines.exchange.line import _answered as over_the_network
from tongban.engines.exchange.models import Announcement, Arrival, Parcel
from tongban.engines.exchange.operations import mending
from tongban.engines.exchange.tests.conftest import Apps
from tongban.foundation.files.stores import store
from tongban.foundation.files.testing import PDF, make_file
from tongban.foundation.jobs.testing import run_due_jobs
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Unavailable
from tongban.kernel.now import now

pytestmark = pytest.mark.django_db
EMPTY = hashlib.new("sm3").hexdigest()


@contextmanager
def door_in_this_process(request: urllib.request.Request) -> Iterator[Any]:
    """What would have come over the socket."""
    parts, data = urlsplit(request.full_url), request.data
    body = data.read() if hasattr(data, "read") else data or b""
    address = f"{parts.path}?{parts.query}"
    answer: Any = Client().generic(
        request.method or "GET", address, body, "application/octet-stream", headers=dict(request.headers)
    )
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    yield SimpleNamespace(status=answer.status_code, headers=answer.headers, read=io.BytesIO(content).read)


@pytest.fixture
def line(public_zone: None, monkeypatch: pytest.MonkeyPatch) -> Line:
    monkeypatch.setattr("tongban.engines.exchange.line._answered", door_in_this_process)
    return Line("http://testserver", product.EXCHANGE_KEY)


@pytest.fixture
def socket(public_zone: None, live_server: Any) -> Line:
    return Line(live_server.url, product.EXCHANGE_KEY)


@pytest.mark.django_db(transaction=True)
def test_both_directions_over_a_socket(two: Apps, socket: Line) -> None:
    two.send(1, files=[make_file(name="申请书.pdf")])
    two.files["b"] = [make_file(b"%PDF-1.4\nanother\n%%EOF\n", name="受理通知书.pdf")]
    two.announce({"step": 1}, key="b")
    for file in two.files["b"]:
        with store().open(file.digest) as content:
            socket.put(queries.enclosed(file), content)
    assert carry(socket) == 2
    assert carry(socket) == 0
    run_due_jobs()
    assert [name for name, _ in two.came] == ["a", "申请书.pdf", "b", "受理通知书.pdf"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["parcels", "delivered", "missing", f"files/{EMPTY}"])
def test_a_stranger_is_told_nothing(two: Apps, socket: Line, address: str) -> None:
    two.send(1)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{socket.address}/exchange/{address}")
    assert (refused.value.code, refused.value.read()) == (401, b"signature\n")


def test_a_message_with_its_file_comes_over_once(two: Apps, line: Line) -> None:
    two.send(1, files=[make_file(name="申请书.pdf")])
    assert carry(line) == 1
    assert carry(line) == 0
    run_due_jobs()
    assert two.came == [("a", {"number": 1}), ("申请书.pdf", PDF)]


@pytest.mark.parametrize(("lacking", "sent"), [(True, ["受理通知书.pdf"]), (False, [])])
def test_a_content_travels_only_where_it_is_missing(
    two: Apps, line: Line, monkeypatch: pytest.MonkeyPatch, lacking: bool, sent: list[str]
) -> None:
    two.files["a"] = [make_file(name="受理通知书.pdf")]
    travelled: list[str] = []
    monkeypatch.setattr(Line, "missing", lambda self, digests: set(digests) if lacking else set())
    monkeypatch.setattr(Line, "put", lambda self, file, content: travelled.append(file.name))
    two.announce({"step": 1})
    assert bring(line) == 1
    assert travelled == sent


def test_the_door_says_which_contents_it_lacks(two: Apps, line: Line) -> None:
    here = make_file()
    assert line.missing([here.digest, EMPTY]) == {EMPTY}


def test_a_state_is_brought_and_applied(two: Apps, line: Line) -> None:
    two.files["a"] = [make_file(name="受理通知书.pdf")]
    two.announce({"step": 1})
    assert carry(line) == 1
    run_due_jobs()
    assert two.came == [("a", {"step": 1}), ("受理通知书.pdf", PDF)]
    assert carry(line) == 0


def test_what_was_delivered_but_not_acknowledged_counts_once(
    two: Apps, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.send(1)
    two.announce({"step": 1})
    monkeypatch.setattr(Line, "tell_delivered", lambda self, parcels: None)
    monkeypatch.setattr(book, "delivered", lambda parcels, at: None)
    for _ in range(3):
        fetch(line)
        bring(line)
    run_due_jobs()
    assert two.came == [("a", {"number": 1}), ("a", {"step": 1})]


def test_a_change_between_composing_and_delivering_is_not_lost(
    two: Apps, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.announce({"step": 1})
    before = Line.bring

    def changed_meanwhile(self: Line, parcels: Any) -> None:
        before(self, parcels)
        monkeypatch.setattr(Line, "bring", before)
        two.announce({"step": 2})

    monkeypatch.setattr(Line, "bring", changed_meanwhile)
    carry(line)
    run_due_jobs()
    assert two.came[-1] == ("a", {"step": 2})


def test_a_truncated_file_keeps_back_its_message_and_what_follows_but_nothing_else(
    two: Apps, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.send(1, files=[make_file()])
    two.send(2)
    two.send(3, key="b")
    monkeypatch.setattr("tongban.engines.exchange.door.files_api.open_content", lambda file: io.BytesIO(PDF[:-3]))
    with pytest.raises(Unavailable):
        carry(line)
    run_due_jobs()
    assert two.came == [("b", {"number": 3})]


def test_a_file_that_is_not_what_was_announced_is_not_kept(two: Apps, line: Line) -> None:
    wrong = Enclosed(EMPTY, len(PDF), "通知.pdf", "pdf", "attachment")
    with pytest.raises(Unavailable):
        line.put(wrong, io.BytesIO(PDF))
    assert not store().has(EMPTY)


def test_a_file_that_the_checks_refuse_is_never_tried_again(
    two: Apps, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.send(1, files=[make_file(name="图.pdf")])
    two.send(2)
    monkeypatch.setattr(
        "tongban.engines.exchange.queries.enclosed",
        lambda file: Enclosed(file.digest, file.blob.size, "图.exe", "pdf", "attachment"),
    )
    carry(line)
    run_due_jobs()
    assert two.came == []
    barred = Arrival.objects.get(state="refused")
    assert barred.barred
    assert "内容是 PDF" in barred.reason
    with pytest.raises(Conflict):
        mending.retry(arrival=barred, actor=system_actor(), at=now())
    mending.give_up(arrival=barred, actor=system_actor(), at=now())
    run_due_jobs()
    assert two.came == [("a", {"number": 2})]


def test_a_state_that_cannot_be_composed_or_sent_waits_and_the_others_go(two: Apps, line: Line) -> None:
    two.announce("broken", key="x")
    two.files["y"] = [make_file()]
    two.announce({"step": 1}, key="y")
    store().erase(two.files["y"][0].digest)
    two.announce({"step": 1}, key="z")
    carry(line)
    run_due_jobs()
    assert two.came == [("z", {"step": 1})]
    rows = Announcement.objects.filter(failures=1).order_by("key")
    assert [(row.key, bool(row.reason), row.due_at > now()) for row in rows] == [("x", True, True), ("y", True, True)]


def test_a_full_disk_in_the_office_loses_nothing(two: Apps, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    two.send(1, files=[make_file()])

    def full(*_: Any) -> None:
        raise OSError(28, "no space")

    with monkeypatch.context() as patched:
        patched.setattr("tongban.foundation.files.stores.spool.os.fsync", full)
        with pytest.raises(Unavailable):
            carry(line)
    assert Parcel.objects.get().delivered_at is None
    assert carry(line) == 1


def test_while_the_public_zone_is_down_everything_waits(two: Apps, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    two.send(1)
    two.announce({"step": 1})
    with monkeypatch.context() as patched:
        patched.setattr("tongban.engines.exchange.line._answered", over_the_network)
        with pytest.raises(Unavailable, match="没有应答"):
            carry(replace(line, address="http://127.0.0.1:9"))
    assert carry(line) == 2


def test_another_key_is_refused(two: Apps, line: Line) -> None:
    with pytest.raises(Unavailable, match="密钥"):
        replace(line, key="other").waiting()


def asked(line: Line, **changes: Any) -> int:
    """The status of the answer to a signed call."""
    call = rules.Call("GET", "/exchange/parcels", int(now().timestamp()), "0" * rules.NONCE, EMPTY)
    call = replace(call, **changes)
    headers = {
        "X-Tongban-Time": str(call.seconds), "X-Tongban-Nonce": call.nonce,
        "X-Tongban-Signature": call.signature(line.key),
    }  # fmt: skip
    return int(Client().get("/exchange/parcels", headers=headers).status_code)


def test_a_call_is_signed_for_one_address(two: Apps, line: Line) -> None:
    assert asked(line, path="/exchange/other") == 401


def test_the_same_call_is_answered_once(two: Apps, line: Line) -> None:
    assert [asked(line), asked(line)] == [200, 401]


@pytest.mark.parametrize("late", [-1000, 1000])
def test_a_call_of_another_hour_is_refused(two: Apps, line: Line, late: int) -> None:
    assert asked(line, seconds=int(now().timestamp()) + late) == 401


def test_an_answer_that_the_public_zone_did_not_sign_is_not_believed(
    two: Apps, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tongban.engines.exchange.door._under_signature", lambda answer, call: answer)
    with pytest.raises(Unavailable, match="不是公众区"):
        line.waiting()


def test_only_files_of_waiting_parcels_are_handed_out(two: Apps, line: Line) -> None:
    file = make_file()
    other = Enclosed(file.digest, file.blob.size, file.name, file.type_key, file.purpose)
    with pytest.raises(FileGone), line.fetched(other):
        pass


def test_the_public_zone_cannot_speak_for_the_office(two: Apps, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parcel of a topic that the office itself announces stays refused there."""
    forged = Carried("7f000000-0000-4000-8000-000000000001", "test.state", "a", 0, {}, (), now().isoformat())
    monkeypatch.setattr(Line, "waiting", lambda self: ([forged], {"waiting": 0, "refused": 0, "refusals": []}))
    fetch(line)
    run_due_jobs()
    assert two.came == []
    assert Arrival.objects.get().state == "refused"


def test_the_public_zone_refuses_a_program(two: Apps, line: Line) -> None:
    content = b"MZ\x90\x00" + bytes(60)
    digest = hashlib.new("sm3", content).hexdigest()
    with pytest.raises(FileNotTaken):
        line.put(Enclosed(digest, len(content), "a.pdf", "pdf", "attachment"), io.BytesIO(content))
    assert not store().has(digest)


def test_the_office_hears_what_the_public_zone_refused(two: Apps, line: Line) -> None:
    two.announce({"bad": True})
    carry(line)
    run_due_jobs()
    fetch(line)
    assert queries.other_side().state["refusals"][0]["reason"] == "这件不能收。"
    assert queries.figures(now())["exchange_refused_there"] == 1
