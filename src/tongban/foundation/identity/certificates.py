"""Login by certificate (F-ID-30): what the web server in front saw in the TLS or TLCP handshake, and whether it may be relied on.

The handshake proves that the private key is there; it happens in the web server, which hands the certificate on. That is
believed only beside the secret that the operator gave the web server (docs/operating/certificates.md): a browser can send any header.
"""

import hmac
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest

from tongban.lib.gm.errors import CertificateInvalid
from tongban.lib.gm.path import Anchors, check_path
from tongban.lib.gm.x509 import Certificate, parse_certificate, parse_certificates

HEADER, PROOF = "HTTP_X_TONGBAN_CLIENT_CERTIFICATE", "HTTP_X_TONGBAN_PROXY"
LONGEST = 20_000
CLIENT = "client_auth"


def offered() -> bool:
    """Whether the operator named whom to trust: without it nobody logs in by certificate."""
    return bool(settings.CERTIFICATE_TRUST)


def presented(request: HttpRequest) -> Certificate | None:
    """The certificate whose key the handshake proved; None where the web server said nothing that can be believed."""
    text = str(request.META.get(HEADER, ""))
    proof = str(request.META.get(PROOF, ""))
    if not offered() or not text or len(text) > LONGEST:
        return None
    if not hmac.compare_digest(proof.encode(), settings.CERTIFICATE_PROXY.encode()):
        return None
    try:
        return parse_certificate(unquote(text).encode())
    except CertificateInvalid:
        return None


def fault(certificate: Certificate, *, at: datetime) -> str:
    """Why this certificate opens nothing now; empty where it may be relied on: issued by whom we trust, in its time, not revoked."""
    purposes = certificate.extensions.purposes
    if purposes is not None and CLIENT not in purposes:
        return "这张证书不是用来登录的。"
    checks = check_path(certificate, others=(), anchors=_anchors(), signed_at=at, at=at)
    wrong = next((check for check in checks if check.ok is not True), None)
    if wrong is None:
        return ""
    return {
        "chain": "这张证书不是本系统认可的机构签发的。",
        "revocation": "这张证书已经吊销，或者查不到有效的吊销列表。",
        "current_time": "这张证书不在有效期内。",
        "signing_time": "这张证书不在有效期内。",
    }.get(wrong.name, "这张证书不能用来登录。")


def numbers(certificate: Certificate) -> list[str]:
    """The ways in which a serial number is written as 证书编号: hexadecimal, as `openssl x509 -serial` prints it, or shorter."""
    short = f"{certificate.serial:X}"
    return [short, f"0{short}", f"00{short}"]


def _anchors() -> Anchors:
    """Whom to trust, and what was revoked; files that changed are read anew."""
    return Anchors(
        tuple(c for name in _files(settings.CERTIFICATE_TRUST) for c in parse_certificates(_content(*name))),
        tuple(_content(*name) for name in _files(settings.CERTIFICATE_CRLS)),
    )


def _files(names: list[str]) -> list[tuple[str, int]]:
    return [(name, Path(name).stat().st_mtime_ns) for name in names]


@lru_cache(maxsize=16)
def _content(name: str, changed: int) -> bytes:
    return Path(name).read_bytes()
