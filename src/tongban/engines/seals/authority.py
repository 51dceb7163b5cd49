"""The installation's own small certificate authority for seals: for closed networks, tests and demonstrations.

An office with certificates of a licensed authority registers those instead. Everything lies under KEY_FOLDER: the keys of
seals in seals/, the root's key in seal-root/ (locked under SEAL_ROOT_PASSWORD), the public parts in seal-root.pem and
seal-root.crl, further anchors that this office trusts in seal-trust/*.pem. `tongban verify --trust` is given seal-root.pem.
"""

import fcntl
import functools
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from tongban.kernel.errors import Unavailable
from tongban.lib.gm import ca, keys, x509
from tongban.lib.gm.errors import GmError
from tongban.lib.gm.keystore import FolderKeyStore
from tongban.lib.gm.path import Anchors

ROOT_YEARS, SEAL_YEARS = 20, 5
_YEAR = timedelta(days=365)
CRL_DAYS = 7


def key_store() -> FolderKeyStore:
    """Where the keys of seals live. A cryptographic machine takes its place behind the same interface."""
    return FolderKeyStore(settings.KEY_FOLDER / "seals")


def certify(public_key: keys.PublicKey, *, unit: str, name: str, at: datetime) -> x509.Certificate:
    """A certificate for a seal, in the unit's name, from an hour before `at` (clocks differ) for SEAL_YEARS."""
    validity = ca.Validity(at - timedelta(hours=1), at + SEAL_YEARS * _YEAR)
    subject = ca.Subject(common_name=name, organization=unit)
    return ca.issue(authority=authority(at), subject=subject, public_key=public_key, validity=validity)


def authority(at: datetime) -> ca.Authority:
    """The root, made at its first use by whichever process is first. Unavailable when its key is lost or does not open."""
    certificate = _root_certificate() or _make_root_once(at)
    assert certificate.public_key is not None
    reference = certificate.public_key.key_id.hex()
    return ca.Authority(certificate, _root_key(settings.KEY_FOLDER, reference, settings.SEAL_ROOT_PASSWORD))


def anchors() -> Anchors:
    """What this office trusts when it verifies: its own root with its revocation list, and what lies in seal-trust/."""
    folder = settings.KEY_FOLDER
    files = [folder / "seal-root.pem", *sorted((folder / "seal-trust").glob("*.pem"))]
    found = [c for path in files if path.exists() for c in x509.parse_certificates(path.read_bytes())]
    crl = folder / "seal-root.crl"
    return Anchors(tuple(found), (crl.read_bytes(),) if crl.exists() else ())


def publish_revocations(revoked: Mapping[int, datetime], *, at: datetime) -> None:
    """Write the list of revoked certificates (serial number → time); it counts for CRL_DAYS."""
    made = ca.make_crl(authority=authority(at), revoked=revoked, at=at, next_update=at + timedelta(days=CRL_DAYS))
    _write(settings.KEY_FOLDER / "seal-root.crl", made)


def _root_certificate() -> x509.Certificate | None:
    path = settings.KEY_FOLDER / "seal-root.pem"
    return x509.parse_certificate(path.read_bytes()) if path.exists() else None


def _make_root_once(at: datetime) -> x509.Certificate:
    """One process makes the root, the others wait and read it.

    The certificate comes last and names its key, so that a crash in between leaves only a key that nothing refers to.
    """
    with _alone(settings.KEY_FOLDER / "seal-root.lock"):
        return _root_certificate() or _make_root(at)


def _make_root(at: datetime) -> x509.Certificate:
    folder, password = settings.KEY_FOLDER, settings.SEAL_ROOT_PASSWORD
    store = FolderKeyStore(folder / "seal-root")
    signer = store.unlock(store.create(password=password), password=password)
    subject = ca.Subject(common_name="通办电子印章根证书", organization="通办")
    validity = ca.Validity(at - timedelta(days=400), at + ROOT_YEARS * _YEAR)  # demonstrations look back a year
    made = ca.make_root(signer=signer, subject=subject, validity=validity).certificate
    _write(folder / "seal-root.pem", made.pem)
    return made


@functools.lru_cache(maxsize=2)  # opening it costs 0.1 s on purpose; its password is in this process's settings anyway
def _root_key(folder: Path, reference: str, password: str) -> keys.PrivateKey:
    try:
        return FolderKeyStore(folder / "seal-root").unlock(reference, password=password)
    except GmError as error:
        raise Unavailable(
            "印章根证书的密钥打不开，不能签发证书。请从备份恢复 keys/seal-root。", code="seals.no-root-key"
        ) from error


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(path: Path, data: bytes) -> None:
    """Written beside and moved into place: a crash leaves the old file or the new one."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    Path(beside).replace(path)
