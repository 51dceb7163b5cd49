"""The installation's own small certificate authority for seals: for closed networks, tests and demonstrations.

An office with certificates of a licensed authority registers those instead. The root's key lies locked under KEY_FOLDER;
its certificate, seal-root.pem, is what `tongban verify --trust` is given.
"""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from tongban.lib.gm import ca, keys, x509
from tongban.lib.gm.keystore import FolderKeyStore

ROOT_YEARS, SEAL_YEARS = 20, 5
_YEAR = timedelta(days=365)


def key_store() -> FolderKeyStore:
    """Where the keys of seals live. A cryptographic machine takes its place behind the same interface."""
    return FolderKeyStore(settings.KEY_FOLDER / "seals")


def authority(at: datetime) -> ca.Authority:
    """The root, made at its first use."""
    folder = settings.KEY_FOLDER
    password, certificate = settings.SEAL_ROOT_PASSWORD, folder / "seal-root.pem"
    store = FolderKeyStore(folder / "seal-root")
    if not certificate.exists():
        _make(store, certificate, password=password, at=at)
    reference = next((folder / "seal-root").iterdir()).stem
    return ca.Authority(x509.parse_certificate(certificate.read_bytes()), store.unlock(reference, password=password))


def certify(public_key: keys.PublicKey, *, unit: str, name: str, at: datetime) -> x509.Certificate:
    """A certificate for a seal, in the unit's name."""
    validity = ca.Validity(at - timedelta(hours=1), at + SEAL_YEARS * _YEAR)
    subject = ca.Subject(common_name=name, organization=unit)
    return ca.issue(authority=authority(at), subject=subject, public_key=public_key, validity=validity)


def _make(store: FolderKeyStore, path: Path, *, password: str, at: datetime) -> None:
    reference = store.create(password=password)
    subject = ca.Subject(common_name="通办电子印章根证书", organization="通办")
    validity = ca.Validity(at - timedelta(days=400), at + ROOT_YEARS * _YEAR)
    made = ca.make_root(signer=store.unlock(reference, password=password), subject=subject, validity=validity)
    path.write_bytes(made.certificate.pem)
