"""RFC 3161 time stamps with SM3 and SM2: asked for, given by a small authority of one's own, and checked.

A token says that a digest was there at a time, on the word of the stamping authority. It is kept beside the signature
that it covers: in the time stamp of GB/T 38540, or among the unsigned attributes of a SignedData.
"""

import secrets
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from asn1crypto import core, tsp

from tongban.lib.gm import international
from tongban.lib.gm.cms import Identity, SignedData, check_signed_data, hashed, parse_signed_data, sign_content
from tongban.lib.gm.errors import SignedDataInvalid, TimeStampRefused
from tongban.lib.gm.path import Anchors, check_path
from tongban.lib.gm.provider import sm3
from tongban.lib.gm.report import Check
from tongban.lib.gm.times import shown

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
POLICY = "1.3.6.1.4.1.0.1"  # of no registered body: a closed network's own
MAX_REPLY = 256 * 1024
_PURPOSE = "time_stamping"
_DAMAGE = (ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError, RecursionError)


@dataclass(frozen=True)
class Token:
    """What a token says. `content` is the TSTInfo as it was signed."""

    time: datetime
    imprint: bytes
    digest: str
    nonce: int | None
    signed: SignedData = field(repr=False)
    content: bytes = field(repr=False)


def make_request(data: bytes, *, nonce: int) -> bytes:
    """The DER of a TimeStampReq for the SM3 digest of `data`."""
    imprint = {"hash_algorithm": {"algorithm": "sm3"}, "hashed_message": sm3(data)}
    return bytes(tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "nonce": nonce, "cert_req": True}).dump())


def answer(request: bytes, *, authority: Identity, at: datetime) -> bytes:
    """The DER of the TimeStampResp of a small authority: a token for what was asked, or a refusal, never an error.

    The certificate of `authority` must be for time stamping (`ca.issue(…, purpose="time_stamping")`).
    """
    try:
        asked = tsp.TimeStampReq.load(request, strict=True)
        imprint, nonce = asked["message_imprint"], asked["nonce"].native
        name = imprint["hash_algorithm"]["algorithm"].native
        fits = len(imprint["hashed_message"].native) == len(hashed(b"", name))
    except _DAMAGE:
        return _refusal("bad_data_format")
    if not fits or name not in {"sm3", *international.DIGESTS}:
        return _refusal("bad_alg")
    information: dict[str, Any] = {
        "version": "v1",
        "policy": POLICY,
        "message_imprint": imprint,
        "serial_number": secrets.randbits(120),
        "gen_time": core.GeneralizedTime(at.astimezone(UTC).replace(microsecond=0)),
    }
    if nonce is not None:
        information["nonce"] = nonce
    content = bytes(tsp.TSTInfo(information).dump())
    token = sign_content(content, identity=authority, at=at, data_type="tst_info")
    return _response(tsp.PKIStatusInfo({"status": "granted"}), token)


def _refusal(reason: str) -> bytes:
    return _response(tsp.PKIStatusInfo({"status": "rejection", "fail_info": {reason}}), b"")


def _response(status: tsp.PKIStatusInfo, token: bytes) -> bytes:
    body = bytes(status.dump()) + token
    return bytes(core.Sequence(contents=body).dump())


def fetch(url: str, data: bytes, *, timeout: float = 10.0) -> bytes:
    """A token for `data` from the authority at `url` (http or https). Raises TimeStampRefused."""
    nonce = secrets.randbits(63)
    if not url.startswith(("http://", "https://")):
        raise TimeStampRefused("地址应以 http:// 或 https:// 开头")
    request = urllib.request.Request(url, make_request(data, nonce=nonce), {"Content-Type": QUERY})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=timeout) as reply:  # noqa: S310 - the scheme was looked at
            answered = reply.read(MAX_REPLY + 1)
    except (OSError, urllib.error.URLError, ValueError) as error:
        raise TimeStampRefused("时间戳服务没有应答") from error
    return token_of(answered, data=data, nonce=nonce)


def token_of(response: bytes, *, data: bytes, nonce: int) -> bytes:
    """The token in a TimeStampResp, when it answers what was asked. Raises TimeStampRefused."""
    try:
        found = tsp.TimeStampResp.load(response, strict=True)
        if found["status"]["status"].native not in {"granted", "granted_with_mods"}:
            raise TimeStampRefused("时间戳服务拒绝了请求")
        token = bytes(found["time_stamp_token"].dump())
    except _DAMAGE as error:
        raise TimeStampRefused("时间戳服务的应答无法识别") from error
    read = parse_token(token)
    if read.nonce != nonce or read.imprint != hashed(data, read.digest):
        raise TimeStampRefused("时间戳与请求不符")
    return token


def parse_token(der: bytes) -> Token:
    """Read a token. Raises TimeStampRefused when it is none."""
    try:
        signed = parse_signed_data(der, data_types=["tst_info"])
        content = signed.content or b""
        found = tsp.TSTInfo.load(content, strict=True)
        imprint = found["message_imprint"]
        return Token(
            time=found["gen_time"].native,
            imprint=imprint["hashed_message"].native,
            digest=imprint["hash_algorithm"]["algorithm"].native,
            nonce=found["nonce"].native,
            signed=signed,
            content=content,
        )
    except (SignedDataInvalid, *_DAMAGE) as error:
        raise TimeStampRefused("时间戳无法识别") from error


def check_token(
    der: bytes | None, *, data: bytes, anchors: Anchors, at: datetime
) -> tuple[tuple[Check, ...], datetime | None]:
    """One line on the token over `data` (none without a token), and its time where it may be relied on.

    A token that does not fit, or whose signature is wrong, breaks the integrity of what it stands beside; one whose
    authority is not known leaves things as if it were not there.
    """
    if der is None:
        return (), None
    try:
        token = parse_token(der)
        same = token.imprint == hashed(data, token.digest)
    except (TimeStampRefused, *_DAMAGE):
        return (_line(False, "所附时间戳无法识别"),), None
    good = [check.ok for check in check_signed_data(token.signed, content=token.content)]
    if not same or False in good:
        return (_line(False, "所附时间戳与签章不符，或已被改动"),), None
    holder = token.signed.certificate
    path = check_path(holder, others=token.signed.others, anchors=anchors, signed_at=token.time, at=at)
    judged = [check.ok for check in path if check.name != "current_time"]
    if False in judged or _PURPOSE not in (holder.extensions.purposes or ()):
        return (_line(False, f"时间戳的签发者“{holder.subject}”不可信"),), None
    if None in (*good, *judged):
        why = next((check.text for check in path if check.ok is None), "签名算法本系统不能验证")
        return (_line(None, f"时间戳（{shown(token.time)}）的签发者是否可信不能判定：{why}"),), None
    return (_line(True, f"时间戳可信：{shown(token.time)}，由“{holder.subject}”签发"),), token.time


def _line(ok: bool | None, text: str) -> Check:
    return Check("time_stamp", ok, text, "integrity" if ok is False else "validity")
