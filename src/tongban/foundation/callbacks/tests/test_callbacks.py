"""Programs are told of what their account may see: signed, at least once, at allowed hosts alone."""

import hashlib
import hmac
import json
import threading
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import connection

from tongban.business.casework.testing import APPLICANT, make_bureau, submitted
from tongban.business.documents.operations.receive import sign_for
from tongban.business.documents.testing import copy_at, small_county, to_issued
from tongban.foundation.access.testing import allow
from tongban.foundation.callbacks import operations, queries, rules
from tongban.foundation.callbacks.models import Callback, Notice
from tongban.foundation.jobs.testing import run_due_jobs
from tongban.foundation.organization.testing import actor_of, make_person, make_unit
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.now import now
from tongban.kernel.testing import MONDAY

pytestmark = pytest.mark.django_db


class Receiver(HTTPServer):
    """Another program, on a port of its own. Answers `status`, and keeps what it got."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answering)
        self.got, self.status = [], 200
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def host(self):
        return f"127.0.0.1:{self.server_port}"


class Answering(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Location", f"http://{self.server.host}/elsewhere")
        self.end_headers()

    def log_message(self, *args):
        """Tests say nothing."""


@pytest.fixture
def receiver(settings):
    made = Receiver()
    settings.CALLBACK_HOSTS = [made.host]
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def bureau(db):
    return make_bureau()


def register(person, address, *wanted):
    given = {"account": person.account, "actor": actor_of(person, at=MONDAY), "at": MONDAY}
    return operations.register(name="业务系统", address=address, wanted=wanted or ["case.moved"], **given)


@pytest.fixture
def later(tmp_path, monkeypatch):
    """Let so many hours go by."""
    file = tmp_path / "clock"
    monkeypatch.setenv("TONGBAN_CLOCK_FILE", str(file))
    return lambda hours: file.write_text(str(hours * 3600))


@pytest.mark.feature("F-DX-07", "F-SV-35")
def test_a_program_is_told_signed_of_what_happens_to_a_case_and_fetches_nothing_it_did_not_ask_for(bureau, receiver):
    key = register(bureau.people["clerk"], f"http://{receiver.host}/tongban").text
    register(bureau.people["clerk"], f"http://{receiver.host}/documents", "document.signed_for")
    case = submitted(bureau, at=now())
    run_due_jobs()
    ((headers, body),) = receiver.got
    told = json.loads(body)
    assert (told["topic"], told["subject"], told["act"], told["state"]) == (
        "case.moved",
        f"case:{case.pk}",
        "submit",
        "submitted",
    )
    assert {case.applicant, case.phone} & set(told.values()) == set()
    signed = hmac.new(key.encode(), f"{headers['X-Tongban-Time']}.".encode() + body, hashlib.sha256).hexdigest()
    assert headers["X-Tongban-Signature"] == f"sha256={signed}"
    notice = Notice.objects.get()
    assert (notice.state, notice.tries, headers["X-Tongban-Notice"]) == ("sent", 1, str(notice.uid))


@pytest.mark.feature("F-EX-21")
def test_an_office_of_its_own_hears_that_a_document_came_and_its_sender_that_it_was_signed_for(receiver):
    county = small_county()
    register(county.people["城关镇收发员"], f"http://{receiver.host}/town", "copy.arrived")
    register(county.people["registrar"], f"http://{receiver.host}/office", "document.signed_for")
    document = to_issued(county, at=now())
    run_due_jobs()
    copy = copy_at(county, document, "城关镇")
    (told,) = [json.loads(body) for _, body in receiver.got]
    assert (told["topic"], told["subject"], told["document_id"]) == ("copy.arrived", f"copy:{copy.pk}", document.pk)
    sign_for(copy=copy, actor=county.actor("城关镇收发员"), at=now())
    run_due_jobs()
    told = json.loads(receiver.got[-1][1])
    assert (told["topic"], told["subject"], told["refused"]) == (
        "document.signed_for",
        f"document:{document.pk}",
        False,
    )
    assert len(receiver.got) == 2, "the copies of the other units are none of the town's business"


@pytest.mark.feature("F-DX-07")
def test_what_does_not_arrive_is_tried_again_ever_later_and_by_hand_at_last(bureau, receiver, later):
    register(bureau.people["clerk"], f"http://{receiver.host}/tongban")
    receiver.status = 503
    submitted(bureau, at=now())
    run_due_jobs()
    assert (Notice.objects.get().state, len(receiver.got)) == ("waiting", 1)
    run_due_jobs()
    assert len(receiver.got) == 1, "not at once"
    later(0.01)
    run_due_jobs()
    assert len(receiver.got) == 2
    for hours in range(1, 16):
        later(hours)
        run_due_jobs()
    notice = Notice.objects.get()
    assert (notice.state, notice.tries, notice.error) == ("failed", operations.TRIES, "对方应答 503。")
    receiver.status = 204
    account = bureau.people["clerk"].account
    again = {"account": account, "notice": notice.pk, "actor": bureau.actor("clerk"), "at": now()}
    operations.resend(**again)
    run_due_jobs()
    assert Notice.objects.get().state == "sent"
    assert len({headers["X-Tongban-Notice"] for headers, _ in receiver.got}) == 1
    with pytest.raises(Conflict):
        operations.resend(**again)


def test_a_redirect_is_no_arrival_and_leads_nowhere(bureau, receiver):
    register(bureau.people["clerk"], f"http://{receiver.host}/tongban")
    receiver.status = 302
    submitted(bureau, at=now())
    run_due_jobs()
    assert (len(receiver.got), Notice.objects.get().state) == (1, "waiting")


@pytest.mark.feature("F-DX-07")
def test_whoever_does_not_see_the_thing_hears_nothing_of_it(bureau, receiver):
    stranger = make_person("路人", unit=make_unit("另一个局"))
    register(stranger, f"http://{receiver.host}/tongban")
    submitted(bureau, at=now())
    run_due_jobs()
    assert (receiver.got, Notice.objects.get().state) == ([], "withheld")
    allow(stranger, "casework.see_unit", over=bureau.unit)
    submitted(bureau, at=now(), applicant=other())
    run_due_jobs()
    assert len(receiver.got) == 1


def other():
    return replace(APPLICANT, code="91350100M000200Y41")


@pytest.mark.parametrize(
    "address", ["http://elsewhere.example/", "ftp://127.0.0.1/", "http://u:p@127.0.0.1/", "https://", "http://[::1/", "127.0.0.1",
                "http://127.0.0.1/#a", "http://127.0.0.1 /"]
)  # fmt: skip
def test_only_allowed_hosts_are_called(bureau, settings, address):
    settings.CALLBACK_HOSTS = ["127.0.0.1"]
    with pytest.raises(Invalid) as refused:
        register(bureau.people["clerk"], address)
    assert refused.value.fields.keys() == {"address"}
    assert rules.fault_of("http://127.0.0.1/notices?of=county", hosts=settings.CALLBACK_HOSTS) == ""


def test_a_host_that_is_no_longer_allowed_gets_nothing(bureau, receiver, settings):
    register(bureau.people["clerk"], f"http://{receiver.host}/")
    settings.CALLBACK_HOSTS = []
    submitted(bureau, at=now())
    run_due_jobs()
    assert receiver.got == []
    assert "不在允许回调的主机之内" in Notice.objects.get().error


def test_an_ended_callback_is_silent_and_its_address_is_free_again(bureau, receiver):
    clerk = bureau.people["clerk"]
    made = register(clerk, f"http://{receiver.host}/")
    with pytest.raises(Conflict):
        register(clerk, f"http://{receiver.host}/")
    submitted(bureau, at=now())
    operations.end(account=clerk.account, callback=made.pk, actor=bureau.actor("clerk"), at=now())
    run_due_jobs()
    assert receiver.got == []
    again = register(clerk, f"http://{receiver.host}/")
    assert list(queries.own(clerk.account)) == [again]


def test_the_key_is_in_no_table_in_clear(bureau, receiver):
    made = register(bureau.people["clerk"], f"http://{receiver.host}/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM callbacks_callback")
        assert made.text not in cursor.fetchone()[0]
    assert Callback.objects.get().secret == made.text


def test_old_notices_go(bureau, receiver):
    register(bureau.people["clerk"], f"http://{receiver.host}/")
    submitted(bureau, at=now())
    run_due_jobs()
    for days, left in ((89, 1), (91, 0)):
        operations.sweep(actor=system_actor(), at=now() + timedelta(days=days))
        assert Notice.objects.count() == left
