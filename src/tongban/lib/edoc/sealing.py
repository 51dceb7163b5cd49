"""Seals of OFD with the keys and certificates of `gm`: made, and put on files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tongban.lib.gm.cms import Identity
from tongban.lib.gm.errors import CertificateUnusable
from tongban.lib.gm.provider import sm3
from tongban.lib.ofd.signatures import making, signing
from tongban.lib.ofd.signatures.making import SealDraft
from tongban.lib.ofd.signatures.placing import Placement
from tongban.lib.ofd.signatures.signing import SealInUse


@dataclass(frozen=True, slots=True)
class _Signer:
    identity: Identity

    @property
    def certificate(self) -> bytes:
        return self.identity.certificate.der

    def sign(self, data: bytes) -> bytes:
        return self.identity.key.sign(data)


def make_seal(draft: SealDraft, *, maker: Identity) -> bytes:
    """The DER of a seal (GB/T 38540 v4), signed by its maker.

    Raises CertificateUnusable where the maker's certificate may not sign then, NotSealable for a draft that is no seal.
    """
    _check(maker, draft.created)
    return making.make_seal(draft, maker=_Signer(maker))


def seal_ofd(
    data: bytes,
    *,
    identity: Identity,
    seal: bytes,
    places: Sequence[Placement],
    at: datetime,
    whole: bool = False,
) -> bytes:
    """The OFD with one more seal at `places`, signed by `identity` at the time `at`; see `ofd.signatures.signing`.

    Raises CertificateUnusable, NotSealable, SigningFailed, and OfdError for what is no OFD.
    """
    _check(identity, at)
    using = SealInUse(seal, _Signer(identity), sm3, identity.stamp)
    return signing.seal_ofd(data, using=using, places=places, at=at, whole=whole)


def _check(identity: Identity, at: datetime) -> None:
    certificate = identity.certificate
    if not identity.paired or certificate.public_key is None:
        raise CertificateUnusable("证书与密钥不符")
    if not certificate.valid_at(at):
        raise CertificateUnusable("不在有效期内")
    if not certificate.may("digital_signature", "non_repudiation"):
        raise CertificateUnusable("密钥用途不含签名")
