"""RFC 3161 time stamps: asked for over HTTP, given by a small authority, checked; and what they are worth to a signature."""

import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tongban.lib.gm import timestamps
from tongban.lib.gm.ca import Subject, issue, make_crl
from tongban.lib.gm.cms import Identity, parse_signed_data, sign_content
from tongban.lib.gm.errors import TimeStampRefused
from tongban.lib.gm.keys import generate
from tongban.lib.gm.path import Anchors
from tongban.lib.gm.pdf import sign_pdf, verify_pdf
from tongban.lib.gm.report import Result
from tongban.lib.gm.testing import SAMPLE_VALIDITY, sample_authority, sample_seal_picture, sample_signer

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ROOT = sample_authority().certificate
TRUSTED = Anchors((ROOT,))


def authority(purpose: str = "time_stamping") -> Identity:
    key = generate()
    subject = Subject("样章时间戳中心", "通办样例")
    validity = SAMPLE_VALIDITY
    return Identity(
        key,
        issue(authority=sample_authority(), subject=subject, public_key=key.public, validity=validity, purpose=purpose),
    )


CLOCK = authority()


def token(data: bytes = b"abc", *, by: Identity = CLOCK, at: datetime = AT) -> bytes:
    reply = timestamps.answer(timestamps.make_request(data, nonce=7), authority=by, at=at)
    return timestamps.token_of(reply, data=data, nonce=7)


def judged(der: bytes, data: bytes = b"abc", anchors: Anchors = TRUSTED) -> tuple[bool | None, datetime | None]:
    (check,), at = timestamps.check_token(der, data=data, anchors=anchors, at=AT)
    return check.ok, at


def test_a_token_of_a_trusted_authority_gives_its_time() -> None:
    assert judged(token()) == (True, AT)


def test_a_token_of_an_unknown_authority_leaves_things_as_they_were() -> None:
    assert judged(token(), anchors=Anchors()) == (None, None)


@pytest.mark.parametrize(
    "der", [b"", b"\x30\x00", token()[:-3], token(b"other"), sign_content(b"", identity=CLOCK, at=AT)]
)
def test_what_is_no_token_for_these_data_is_wrong(der: bytes) -> None:
    assert judged(der) == (False, None)


def test_every_changed_byte_of_what_is_signed_shows() -> None:
    good = token()
    content = parse_signed_data(good, data_types=["tst_info"]).content or b""
    start = good.index(content)
    for at in range(start, start + len(content), 3):
        changed = bytearray(good)
        changed[at] ^= 1
        assert judged(bytes(changed))[0] is False


def test_a_certificate_that_is_not_for_time_stamping_stamps_nothing() -> None:
    assert judged(token(by=authority(purpose=""))) == (False, None)


def test_an_answer_to_another_request_is_refused() -> None:
    reply = timestamps.answer(timestamps.make_request(b"abc", nonce=7), authority=CLOCK, at=AT)
    for data, nonce in ((b"abd", 7), (b"abc", 8)):
        with pytest.raises(TimeStampRefused, match="与请求不符"):
            timestamps.token_of(reply, data=data, nonce=nonce)


@pytest.mark.parametrize("request_", [b"", b"nonsense", timestamps.make_request(b"abc", nonce=1)[:-4]])
def test_the_authority_refuses_what_is_no_request(request_: bytes) -> None:
    with pytest.raises(TimeStampRefused):
        timestamps.token_of(timestamps.answer(request_, authority=CLOCK, at=AT), data=b"abc", nonce=1)


def test_openssl_reads_the_answer(tmp_path: Path) -> None:
    reply = tmp_path / "reply.tsr"
    reply.write_bytes(timestamps.answer(timestamps.make_request(b"abc", nonce=7), authority=CLOCK, at=AT))
    shown = subprocess.run(["openssl", "ts", "-reply", "-in", reply, "-text"], capture_output=True, check=False)
    assert b"Status: Granted" in shown.stdout
    assert b"Mar  2 09:30:00 2026 GMT" in shown.stdout


@pytest.fixture
def address() -> Iterator[str]:
    class Clock(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200 if self.headers["Content-Type"] == timestamps.QUERY else 415)
            self.end_headers()
            self.wfile.write(timestamps.answer(body, authority=CLOCK, at=AT))

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Clock)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_token_is_fetched_over_http(address: str) -> None:
    assert judged(timestamps.fetch(address, b"abc")) == (True, AT)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:9/"])
def test_an_authority_that_cannot_be_reached_is_told(url: str) -> None:
    with pytest.raises(TimeStampRefused):
        timestamps.fetch(url, b"abc", timeout=2)


def test_a_stamped_signature_stays_good_when_its_certificate_is_revoked_later(address: str) -> None:
    key, certificate = sample_signer("某县某局")
    bare = Identity(key, certificate)
    late = AT + timedelta(days=9)
    gone = make_crl(
        authority=sample_authority(),
        revoked={certificate.serial: AT + timedelta(days=1)},
        at=late,
        next_update=late + timedelta(days=9),
    )
    stamped = replace(bare, stamp=partial(timestamps.fetch, address))
    results = []
    for identity in (bare, stamped):
        sealed = sign_pdf(sample_seal_picture(), identity=identity, at=AT)
        found = verify_pdf(sealed, trust=[ROOT], crls=[gone], at=late)
        results.append((found.result, found.signatures[0].stamped, any("自报" in each for each in found.warnings)))
    assert results == [(Result.UNDETERMINED, False, True), (Result.VALID, True, False)]
