"""GB/T 35275 SignedData: made detached, read as vendors write it.

Written: content type signedData of the Chinese arc, SM3, SM2, one signer, its certificate and those above it; by default
with signed attributes (content type, digest, time of signing, digests of the certificates, so that none can be
exchanged), otherwise plain, where the signature is over the content itself.
Read: the same; the digest as the content (32 bytes); content types of PKCS#7; bare signatures of 64 bytes.
Not done: several signers, unsigned attributes, time stamps.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms, tsp

from tongban.lib.gm.errors import CertificateInvalid, SignedDataInvalid
from tongban.lib.gm.keys import Signer
from tongban.lib.gm.oids import SM2_SIGNATURE, SM2_WITH_SM3, SM3
from tongban.lib.gm.provider import sm3
from tongban.lib.gm.report import Check
from tongban.lib.gm.x509 import Certificate, parse_certificate

_SM3 = {"algorithm": "sm3"}
_SIGNED_DATA_TYPES = {"gm_signed_data", "signed_data"}
_DATA_TYPES = {"gm_data", "data"}
_MAX_CERTIFICATES = 32
_DAMAGE = (ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError, RecursionError)


@dataclass(frozen=True)
class Identity:
    """Who signs: a key ready to sign, its certificate, and the certificates above it (without the root)."""

    key: Signer
    certificate: Certificate
    others: tuple[Certificate, ...] = ()

    @property
    def certificates(self) -> tuple[Certificate, ...]:
        return (self.certificate, *self.others)


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

    @property
    def signing_time(self) -> datetime | None:
        """The time of signing as the signer states it."""
        return self.attributes.signing_time if self.attributes else None


def sign_content(content: bytes, *, identity: Identity, at: datetime) -> bytes:
    """The DER of a detached SignedData with signed attributes over `content`, stating `at` as the time of signing."""
    attributes = _attributes(sm3(content), identity.certificates, at)
    signature = identity.key.sign(attributes.dump())
    return _assemble(identity, signature, attributes)


def sign_content_plain(content: bytes, *, identity: Identity) -> bytes:
    """The DER of a detached SignedData without attributes: the signature is over `content` itself, no time is stated."""
    return _assemble(identity, identity.key.sign(content), None)


def parse_signed_data(der: bytes) -> SignedData:
    """Read `der`. Raises SignedDataInvalid when it is not a SignedData, or not of one signer whose certificate is there."""
    try:
        return _read(der)
    except _DAMAGE as error:
        raise SignedDataInvalid from error
    except CertificateInvalid as error:
        raise SignedDataInvalid("所附证书无法识别") from error


def check_signed_data(found: SignedData, *, content: bytes) -> tuple[Check, ...]:
    """The questions of integrity: is it `content` that was signed, by the certificate's key?"""
    if not found.algorithms <= {SM2_SIGNATURE, SM2_WITH_SM3, SM3} or found.certificate.public_key is None:
        # GB/T 35275 knows no other algorithms; PKCS#7 does, and others may be able to check them.
        ok = False if found.national else None
        return (Check("algorithm", ok, "不是 SM2/SM3 签名，不能验证", "integrity"),)
    checks = [_digest(found, content), _signature(found, content)]
    if found.attributes and found.attributes.certificate_digests is not None:
        checks.append(_certificates(found, found.attributes.certificate_digests))
    return tuple(checks)


def _digest(found: SignedData, content: bytes) -> Check:
    expected = sm3(content)
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
    assert found.certificate.public_key is not None
    good = found.certificate.public_key.verify(signed, found.signature)
    return _answer("signature", good, "签名值正确", "签名值不正确")


def _certificates(found: SignedData, digests: tuple[bytes, ...]) -> Check:
    given = [sm3(certificate.der) for certificate in (found.certificate, *found.others)]
    same = given[:1] == list(digests[:1]) and set(given) == set(digests)
    return _answer("certificates", same, "所附证书与签章时一致", "所附证书不是签章时的证书")


def _answer(name: str, ok: bool, yes: str, no: str) -> Check:
    return Check(name, ok, yes if ok else no, "integrity")


def _attributes(digest: bytes, certificates: Sequence[Certificate], at: datetime) -> cms.CMSAttributes:
    ids = [{"hash_algorithm": _SM3, "cert_hash": sm3(certificate.der)} for certificate in certificates]
    at = at.astimezone(UTC).replace(microsecond=0)
    time = cms.Time("utc_time" if at.year < 2050 else "general_time", at)
    values: dict[str, Any] = {
        "content_type": "gm_data",
        "message_digest": digest,
        "signing_time": time,
        "signing_certificate_v2": tsp.SigningCertificateV2({"certs": ids}),
    }
    built = cms.CMSAttributes([{"type": kind, "values": [value]} for kind, value in values.items()])
    return cms.CMSAttributes.load(built.dump())  # as bytes, so that nothing is encoded twice


def _assemble(identity: Identity, signature: bytes, attributes: cms.CMSAttributes | None) -> bytes:
    certificate = identity.certificate.asn1
    signer_info: dict[str, Any] = {
        "version": "v1",
        "sid": cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number}),
        "digest_algorithm": _SM3,
        "signature_algorithm": {"algorithm": "sm2"},
        "signature": signature,
    }
    if attributes is not None:
        signer_info["signed_attrs"] = attributes
    content = {
        "version": "v1",
        "digest_algorithms": [_SM3],
        "encap_content_info": {"content_type": "gm_data"},
        "certificates": [each.asn1 for each in identity.certificates],
        "signer_infos": [signer_info],
    }
    whole = cms.ContentInfo({"content_type": "gm_signed_data", "content": cms.SignedData(content)})
    return bytes(whole.dump())


def _read(der: bytes) -> SignedData:
    whole = cms.ContentInfo.load(der, strict=True)
    if whole["content_type"].native not in _SIGNED_DATA_TYPES:
        raise SignedDataInvalid("内容类型不是签名数据")
    data = whole["content"]
    if data["version"].native != "v1" or len(data["signer_infos"]) != 1:
        raise SignedDataInvalid("应为第 1 版且只有一个签章人")
    signer = data["signer_infos"][0]
    if signer["version"].native != "v1":
        raise SignedDataInvalid("签章人信息应为第 1 版")
    certificates = [parse_certificate(each.chosen.dump()) for each in list(data["certificates"])[:_MAX_CERTIFICATES]]
    certificate = _signer_certificate(signer, certificates)
    algorithms = [*data["digest_algorithms"], signer["digest_algorithm"], signer["signature_algorithm"]]
    return SignedData(
        national=whole["content_type"].native == "gm_signed_data",
        certificate=certificate,
        others=tuple(each for each in certificates if each != certificate),
        algorithms=frozenset(each["algorithm"].dotted for each in algorithms),
        content=_data(data["encap_content_info"]),
        attributes=_read_attributes(signer["signed_attrs"]),
        signature=signer["signature"].native,
    )


def _signer_certificate(signer: cms.SignerInfo, certificates: Sequence[Certificate]) -> Certificate:
    wanted = signer["sid"].chosen
    issuer, serial = wanted["issuer"].dump(), wanted["serial_number"].native
    for certificate in certificates:
        if certificate.issuer.der == issuer and certificate.serial == serial:
            return certificate
    raise SignedDataInvalid("没有附签章人的证书")


def _data(info: cms.EncapsulatedContentInfo) -> bytes | None:
    if info["content_type"].native not in _DATA_TYPES:
        raise SignedDataInvalid("被签内容的类型不是数据")
    return info["content"].native


def _read_attributes(signed: cms.CMSAttributes) -> SignedAttributes | None:
    if not len(signed):
        return None
    values = {each["type"].native: each["values"] for each in signed}
    if len(values) != len(signed) or any(len(each) != 1 for each in values.values()):
        raise SignedDataInvalid("签名属性重复")
    # One maker names the data type of PKCS#7 outside and that of GB/T 35275 here, so equality is not asked.
    if values["content_type"][0].native not in _DATA_TYPES:
        raise SignedDataInvalid("签名属性中的内容类型不是数据")
    ids = values["signing_certificate_v2"][0]["certs"] if "signing_certificate_v2" in values else None
    return SignedAttributes(
        # What was signed is the set with its own tag, not the [0] that stands in the file.
        der=b"\x31" + signed.dump()[1:],
        message_digest=values["message_digest"][0].native,
        signing_time=values["signing_time"][0].native if "signing_time" in values else None,
        certificate_digests=_certificate_digests(ids),
    )


def _certificate_digests(ids: Any) -> tuple[bytes, ...] | None:
    if ids is None:
        return None
    if any(each["hash_algorithm"]["algorithm"].dotted != SM3 for each in ids):
        return None  # another digest: the attribute is extra protection, not a condition
    return tuple(each["cert_hash"].native for each in ids)
