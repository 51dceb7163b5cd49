"""A seal with everything it needs, in one folder: a small authority, the signer's key and certificate, the seal.

For tests, demonstrations and closed networks; the platform itself keeps seals in `engines/seals`. Each picture carries
样章. Keys lie in the folder only sealed under the password (`gm.keys.lock`).
"""

import os
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tongban.lib.edoc.sealing import make_seal
from tongban.lib.gm.ca import Authority, Subject, Validity, issue, make_root
from tongban.lib.gm.cms import Identity
from tongban.lib.gm.keys import PrivateKey, generate, lock, unlock
from tongban.lib.gm.x509 import Certificate, parse_certificate
from tongban.lib.ofd.signatures.making import SealDraft
from tongban.lib.ofd.signatures.seals import Picture

MARK = "样章"
_ROOT_YEARS, _YEAR = 20, timedelta(days=365)


@dataclass(frozen=True)
class Kit:
    """What seals a file: `appearance` is a one-page PDF of the impression, `seal` the DER of the Seal.esl."""

    identity: Identity
    root: Certificate
    appearance: bytes = field(repr=False)
    seal: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Look:
    """The impression: as a vector PDF and as a PNG with a transparent ground, with its size in mm."""

    pdf: bytes = field(repr=False)
    png: bytes = field(repr=False)
    millimetres: float


def new_authority(folder: Path, *, password: str, at: datetime) -> Authority:
    """The authority of `folder` (ca.pem, ca.key), made where there is none. Raises WrongPassword and OSError."""
    path = folder / "ca.pem"
    if path.exists():
        return Authority(parse_certificate(path.read_bytes()), _key(folder / "ca.key", password))
    key = generate()
    subject = Subject(common_name=f"{MARK}根证书", organization=f"通办{MARK}")
    root = make_root(signer=key, subject=subject, validity=Validity(at, at + _ROOT_YEARS * _YEAR))
    folder.mkdir(parents=True, exist_ok=True)
    _write_key(folder / "ca.key", key, password)
    path.write_bytes(root.certificate.pem)
    return root


def make_kit(folder: Path, *, name: str, look: Look, authority: Authority, password: str, validity: Validity) -> Kit:
    """A new key, certificate and seal of the unit `name`, written to `folder`. Raises WrongPassword and OSError."""
    key = generate()
    subject = Subject(common_name=f"{name}（{MARK}）", organization=name)
    certificate = issue(authority=authority, subject=subject, public_key=key.public, validity=validity)
    side = round(look.millimetres)
    draft = SealDraft(
        id=f"{secrets.randbelow(10**14):014d}",
        name=f"{name}（{MARK}）",
        certificates=(certificate.der,),
        picture=Picture("PNG", look.png, side, side),
        not_before=validity.not_before,
        not_after=validity.not_after,
        created=validity.not_before,
    )
    maker = Identity(authority.signer, _maker_certificate(authority, name, validity))
    seal = make_seal(draft, maker=maker)
    _write(folder, key, password, certificate, {"ca.pem": authority.certificate.pem, "seal.esl": seal, **_files(look)})
    return Kit(Identity(key, certificate), authority.certificate, look.pdf, seal)


def _maker_certificate(authority: Authority, name: str, validity: Validity) -> Certificate:
    """Roots may not sign seals: the same key under a certificate that may."""
    subject = Subject(common_name=f"{MARK}制章", organization=f"通办{MARK}")
    return issue(authority=authority, subject=subject, public_key=authority.signer.public, validity=validity)


def _files(look: Look) -> dict[str, bytes]:
    return {"seal.pdf": look.pdf, "seal.png": look.png}


def _write(folder: Path, key: PrivateKey, password: str, certificate: Certificate, more: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _write_key(folder / "signer.key", key, password)
    for name, data in {"signer.pem": certificate.pem, **more}.items():
        (folder / name).write_bytes(data)


def open_kit(folder: Path, *, password: str) -> Kit:
    """The kit in `folder`. Raises WrongPassword, KeyContainerInvalid, CertificateInvalid, OSError."""
    certificate, root = (parse_certificate((folder / name).read_bytes()) for name in ("signer.pem", "ca.pem"))
    appearance, seal = ((folder / name).read_bytes() for name in ("seal.pdf", "seal.esl"))
    return Kit(Identity(_key(folder / "signer.key", password), certificate), root, appearance, seal)


def _key(path: Path, password: str) -> PrivateKey:
    return unlock(path.read_bytes(), password=password)


def _write_key(path: Path, key: PrivateKey, password: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(lock(key, password=password))
