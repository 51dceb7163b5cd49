"""GB/T 35275 SignedData: made detached, read as vendors write it.

Written: content type signedData of the Chinese arc, SM3, SM2, one signer, its certificate and those above it; by default
with signed attributes (content type, digest, time of signing, digests of the certificates, so that none can be
exchanged), otherwise plain, where the signature is over the content itself.
Read: the same; the digest as the content (32 bytes); bare signatures of 64 bytes; PKCS#7 with SM2, RSA or ECDSA, which is
also what an RSA or ECDSA key writes. A time stamp over the signature is an unsigned attribute.
Not done: several signers, other unsigned attributes.
"""

import functools
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms, core, tsp

from tongban.lib.gm import international
from tongban.lib.gm.errors import CertificateInvalid, SignedDataInvalid
from tongban.lib.gm.international import InternationalKey
from tongban.lib.gm.keys import Signer
from tongban.lib.gm.oids import SM2_SIGNATURE, SM2_WITH_SM3, SM3
from tongban.lib.gm.provider import sm3
from tongban.lib.gm.report import Check
from tongban.lib.gm.x509 import Certificate, parse_certificate

_SIGNED_DATA_TYPES = {"gm_signed_data", "signed_data"}
_DATA_TYPES = {"gm_data", "data"}
_NATIONAL = {SM2_SIGNATURE, SM2_WITH_SM3, SM3}
# A token over the value of a signature, by whoever keeps the time.
Stamp = Callable[[bytes], bytes]
_MAX_CERTIFICATES = 32
_DAMAGE = (ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError, RecursionError)


@dataclass(frozen=True)
class Identity:
    """Who signs: a key ready to sign, its certificate, the certificates above it (without the root), and who stamps the
    time of each signature, if anybody (`timestamps.fetch`)."""

    key: Signer | InternationalKey
    certificate: Certificate
    others: tuple[Certificate, ...] = ()
    stamp: Stamp | None = None

    @property
    def certificates(self) -> tuple[Certificate, ...]:
        return (self.certificate, *self.others)

    @property
    def paired(self) -> bool:
        """Whether key and certificate belong together."""
        if isinstance(self.key, InternationalKey):
            return self.key.spki == self.certificate.spki
        return self.key.public == self.certificate.public_key


@dataclass(frozen=True)
class _Manner:
    """The names under which a SignedData is written."""

    whole: str
    data: str
    digest: str
    signature: str

    @classmethod
    def of(cls, key: Signer | InternationalKey) -> "_Manner":
        if isinstance(key, InternationalKey):
            return cls("signed_data", "data", "sha256", key.algorithm)
        return cls("gm_signed_data", "gm_data", "sm3", "sm2")


@dataclass(frozen=True)
class SignedAttributes:
    """What the signer signed beside the content. `der` is the set as it was signed."""

    der: bytes
    message_digest: bytes
    signing_time: datetime | None
    certificate_digests: tuple[bytes, ...] | None


@dataclass(frozen=True)
class SignedData:
    """A SignedData of one signer. `national`: of GB/T 35275, not PKCS#7. `content` is None when detached."""

    national: bool
    certificate: Certificate
    others: tuple[Certificate, ...]
    algorithms: frozenset[str]
    content: bytes | None
    attributes: SignedAttributes | None
    signature: bytes
    digest: str
    algorithm: bytes
    time_stamp: bytes | None

    @property
    def signing_time(self) -> datetime | None:
        """The time of signing as the signer states it."""
        return self.attributes.signing_time if self.attributes else None


def sign_content(content: bytes, *, identity: Identity, at: datetime, data_type: str = "") -> bytes:
    """The DER of a SignedData with signed attributes over `content`, stating `at` as the time of signing.

    Detached, unless `data_type` names the type of a content that is put in.
    """
    manner = _Manner.of(identity.key)
    if data_type:
        manner = _Manner("signed_data", data_type, manner.digest, manner.signature)
    digest = hashed(content, manner.digest)
    attributes = _attributes(digest, manner, identity.certificates, at)
    signature = identity.key.sign(attributes.dump())
    whole = _Whole(
        signature, attributes, content if data_type else None, identity.stamp(signature) if identity.stamp else None
    )
    return _assemble(identity, manner, whole)


def sign_content_plain(content: bytes, *, identity: Identity) -> bytes:
    """The DER of a detached SignedData without attributes: the signature is over `content` itself, no time is stated."""
    return _assemble(identity, _Manner.of(identity.key), _Whole(identity.key.sign(content)))


def parse_signed_data(der: bytes, *, data_types: Sequence[str] = ()) -> SignedData:
    """Read `der`; `data_types` are the types that the content may have beside plain data.

    Raises SignedDataInvalid when it is not a SignedData, or not of one signer whose certificate is there.
    """
    try:
        return _read(der, {*_DATA_TYPES, *data_types})
    except _DAMAGE as error:
        raise SignedDataInvalid from error
    except CertificateInvalid as error:
        raise SignedDataInvalid("所附证书无法识别") from error


def check_signed_data(found: SignedData, *, content: bytes) -> tuple[Check, ...]:
    """The questions of integrity: is it `content` that was signed, by the certificate's key?"""
    national = found.algorithms <= _NATIONAL and found.certificate.public_key is not None
    if found.national and not national:  # GB/T 35275 knows no other algorithms
        return (Check("algorithm", False, "不是 SM2/SM3 签名，不能验证", "integrity"),)
    if not national and found.digest not in international.DIGESTS:
        return (Check("algorithm", None, "签名算法本系统不能验证", "integrity"),)
    checks = [_digest(found, content), _signature(found, content)]
    if found.attributes and found.attributes.certificate_digests is not None:
        checks.append(_certificates(found, found.attributes.certificate_digests))
    return tuple(checks)


def _digest(found: SignedData, content: bytes) -> Check:
    expected = hashed(content, found.digest)
    if found.attributes:
        same = found.attributes.message_digest == expected
    elif found.content is not None:
        same = found.content in (expected, content)
    else:
        same = True  # the signature itself is over the content
    return _answer("digest", same, "内容与签章时一致", "内容与签章时不一致，已被改动")


def _signature(found: SignedData, content: bytes) -> Check:
    if found.attributes:
        signed = found.attributes.der
    else:
        signed = found.content if found.content is not None else content
    good = _verified(found, signed)
    if good is None:
        return Check("signature", None, "签名算法或密钥本系统不能验证", "integrity")
    return _answer("signature", good, "签名值正确", "签名值不正确")


def _verified(found: SignedData, signed: bytes) -> bool | None:
    if found.certificate.public_key is not None:
        return found.certificate.public_key.verify(signed, found.signature)
    spki, value = found.certificate.spki, found.signature
    return international.verify(spki, signed, value, algorithm=found.algorithm, digest=found.digest)


def hashed(content: bytes, name: str) -> bytes:
    """The digest of that name: sm3, or one of `international.DIGESTS`."""
    return sm3(content) if name == "sm3" else hashlib.new(name, content).digest()


def _certificates(found: SignedData, digests: tuple[bytes, ...]) -> Check:
    given = [hashed(certificate.der, found.digest) for certificate in (found.certificate, *found.others)]
    same = given[:1] == list(digests[:1]) and set(given) == set(digests)
    return _answer("certificates", same, "所附证书与签章时一致", "所附证书不是签章时的证书")


def _answer(name: str, ok: bool, yes: str, no: str) -> Check:
    return Check(name, ok, yes if ok else no, "integrity")


def _attributes(digest: bytes, manner: _Manner, certificates: Sequence[Certificate], at: datetime) -> cms.CMSAttributes:
    named = _naming(tuple(each.der for each in certificates), manner.digest)
    at = at.astimezone(UTC).replace(microsecond=0)
    time = cms.Time("utc_time" if at.year < 2050 else "general_time", at)
    values: dict[str, Any] = {
        "content_type": manner.data,
        "message_digest": digest,
        "signing_time": time,
        "signing_certificate_v2": tsp.SigningCertificateV2.load(named),
    }
    built = cms.CMSAttributes([{"type": kind, "values": [value]} for kind, value in values.items()])
    return cms.CMSAttributes.load(built.dump())  # as bytes, so that nothing is encoded twice


@functools.lru_cache(maxsize=64)
def _naming(certificates: tuple[bytes, ...], digest: str) -> bytes:
    """The attribute that names the certificates: the same for each signature of a signer, and dear to encode."""
    ids = [{"hash_algorithm": {"algorithm": digest}, "cert_hash": hashed(each, digest)} for each in certificates]
    return bytes(tsp.SigningCertificateV2({"certs": ids}).dump())


@dataclass(frozen=True)
class _Whole:
    """What is put together: the signature, and what stands beside it."""

    signature: bytes
    attributes: cms.CMSAttributes | None = None
    content: bytes | None = None
    time_stamp: bytes | None = None


def _assemble(identity: Identity, manner: _Manner, whole: _Whole) -> bytes:
    certificate = identity.certificate.asn1
    digest = {"algorithm": manner.digest}
    signer_info: dict[str, Any] = {
        "version": "v1",
        "sid": cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number}),
        "digest_algorithm": digest,
        "signature_algorithm": {"algorithm": manner.signature},
        "signature": whole.signature,
    }
    if whole.attributes is not None:
        signer_info["signed_attrs"] = whole.attributes
    if whole.time_stamp is not None:
        token = cms.ContentInfo.load(whole.time_stamp)
        signer_info["unsigned_attrs"] = [{"type": "signature_time_stamp_token", "values": [token]}]
    inside: dict[str, Any] = {"content_type": manner.data}
    if whole.content is not None:
        inside["content"] = core.ParsableOctetString(whole.content)
    content = {
        "version": "v1" if whole.content is None else "v3",
        "digest_algorithms": [digest],
        "encap_content_info": inside,
        "certificates": [each.asn1 for each in identity.certificates],
        "signer_infos": [signer_info],
    }
    return bytes(cms.ContentInfo({"content_type": manner.whole, "content": cms.SignedData(content)}).dump())


def _read(der: bytes, data_types: set[str]) -> SignedData:
    whole = cms.ContentInfo.load(der, strict=True)
    if whole["content_type"].native not in _SIGNED_DATA_TYPES:
        raise SignedDataInvalid("内容类型不是签名数据")
    data = whole["content"]
    national = whole["content_type"].native == "gm_signed_data"
    if data["version"].native not in ({"v1"} if national else {"v1", "v3"}) or len(data["signer_infos"]) != 1:
        raise SignedDataInvalid("应为第 1 版且只有一个签章人")
    signer = data["signer_infos"][0]
    if signer["version"].native != "v1":
        raise SignedDataInvalid("签章人信息应为第 1 版")
    certificates = [parse_certificate(each.chosen.dump()) for each in list(data["certificates"])[:_MAX_CERTIFICATES]]
    certificate = _signer_certificate(signer, certificates)
    algorithms = [*data["digest_algorithms"], signer["digest_algorithm"], signer["signature_algorithm"]]
    return SignedData(
        national=national,
        certificate=certificate,
        others=tuple(each for each in certificates if each != certificate),
        algorithms=frozenset(each["algorithm"].dotted for each in algorithms),
        content=_data(data["encap_content_info"], data_types),
        attributes=_read_attributes(signer, data_types),
        signature=signer["signature"].native,
        digest=str(signer["digest_algorithm"]["algorithm"].native),
        algorithm=signer["signature_algorithm"].dump(),
        time_stamp=_time_stamp(signer["unsigned_attrs"]),
    )


def _signer_certificate(signer: cms.SignerInfo, certificates: Sequence[Certificate]) -> Certificate:
    wanted = signer["sid"].chosen
    issuer, serial = wanted["issuer"].dump(), wanted["serial_number"].native
    for certificate in certificates:
        if certificate.issuer.der == issuer and certificate.serial == serial:
            return certificate
    raise SignedDataInvalid("没有附签章人的证书")


def _data(info: cms.EncapsulatedContentInfo, data_types: set[str]) -> bytes | None:
    if info["content_type"].native not in data_types:
        raise SignedDataInvalid("被签内容的类型不是数据")
    content = info["content"]
    if isinstance(content, core.ParsableOctetString):
        return bytes(content)
    found = content.native
    return found if isinstance(found, bytes) else None


def _time_stamp(unsigned: Any) -> bytes | None:
    """The first time stamp beside the signature; what else is not signed says nothing."""
    for each in unsigned:
        if each["type"].native == "signature_time_stamp_token" and len(each["values"]):
            return bytes(each["values"][0].dump())
    return None


def _read_attributes(signer: cms.SignerInfo, data_types: set[str]) -> SignedAttributes | None:
    signed, digest_algorithm = signer["signed_attrs"], signer["digest_algorithm"]
    if not len(signed):
        return None
    values = {each["type"].native: each["values"] for each in signed}
    if len(values) != len(signed) or any(len(each) != 1 for each in values.values()):
        raise SignedDataInvalid("签名属性重复")
    # One maker names the data type of PKCS#7 outside and that of GB/T 35275 here, so equality is not asked.
    if values["content_type"][0].native not in data_types:
        raise SignedDataInvalid("签名属性中的内容类型不是数据")
    ids = values["signing_certificate_v2"][0]["certs"] if "signing_certificate_v2" in values else None
    digest = digest_algorithm["algorithm"].native
    return SignedAttributes(
        # What was signed is the set with its own tag, not the [0] that stands in the file.
        der=b"\x31" + signed.dump()[1:],
        message_digest=values["message_digest"][0].native,
        signing_time=values["signing_time"][0].native if "signing_time" in values else None,
        certificate_digests=_certificate_digests(ids, digest),
    )


def _certificate_digests(ids: Any, digest: str) -> tuple[bytes, ...] | None:
    if ids is None:
        return None
    if any(each["hash_algorithm"]["algorithm"].native != digest for each in ids):
        return None  # another digest: the attribute is extra protection, not a condition
    return tuple(each["cert_hash"].native for each in ids)
