"""SM2 certificates: read tolerantly, shown as text.

`parse_certificate` reads DER or PEM. Names are decoded whatever their string type claims (many authorities put GBK into
TeletexString); two names are equal when their DER is. Certificates of other algorithms are read too, with
`public_key` None, so that a report can name their holder.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from asn1crypto import parser, pem
from asn1crypto import x509 as asn1

from tongban.lib.gm import international
from tongban.lib.gm.errors import CertificateInvalid, KeyInvalid
from tongban.lib.gm.keys import PublicKey
from tongban.lib.gm.libcrypto import SPKI_FRAME
from tongban.lib.gm.oids import SM2_WITH_SM3

MAX_CERTIFICATE_SIZE = 64 * 1024
_COMMON_NAME, _ORGANIZATION = "2.5.4.3", "2.5.4.10"
_UTF8_TAG, _UNIVERSAL_TAG, _BMP_TAG, _OID_TAG = 12, 28, 30, 6
_KNOWN_EXTENSIONS = {
    "basic_constraints",
    "key_usage",
    "key_identifier",
    "authority_key_identifier",
    "extended_key_usage",
}
_DAMAGE = (ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError, RecursionError)


@dataclass(frozen=True)
class Name:
    """A distinguished name: its DER, and its attributes as (dotted identifier, text) in order."""

    der: bytes
    attributes: tuple[tuple[str, str], ...] = field(compare=False)

    def get(self, oid: str) -> str:
        """The last text of the attribute `oid`, or an empty text."""
        return next((text for key, text in reversed(self.attributes) if key == oid), "")

    def __str__(self) -> str:
        """For people: the common name, with the organization in brackets when it says more."""
        name, organization = self.get(_COMMON_NAME), self.get(_ORGANIZATION)
        if not name or organization in name:
            return name or organization or "（无名称）"
        return f"{name}（{organization}）" if organization else name


@dataclass(frozen=True)
class Extensions:
    """What the extensions say, as far as this library uses them."""

    is_authority: bool  # basicConstraints: may sign other certificates
    path_length: int | None  # how many authorities may stand below; None is no limit
    usages: frozenset[str] | None  # keyUsage in asn1crypto's words; None when absent, which allows all
    purposes: frozenset[str] | None  # extendedKeyUsage likewise
    key_id: bytes | None
    authority_key_id: bytes | None
    unknown_critical: tuple[str, ...]  # RFC 5280 §4.2: not understood, so the certificate must not be relied on


@dataclass(frozen=True)
class Certificate:
    """One certificate, fully read (nothing is parsed later). Equal when the bytes are equal."""

    der: bytes
    subject: Name = field(compare=False)
    issuer: Name = field(compare=False)
    serial: int = field(compare=False)
    not_before: datetime = field(compare=False)
    not_after: datetime = field(compare=False)
    public_key: PublicKey | None = field(compare=False)  # of SM2; None for other algorithms
    spki: bytes = field(compare=False, repr=False)
    extensions: Extensions = field(compare=False)
    _signed: bytes = field(compare=False)
    _signature: bytes = field(compare=False)
    _algorithm: str = field(compare=False)
    _algorithm_der: bytes = field(compare=False)

    def __repr__(self) -> str:
        return f"<Certificate {self.subject} {self.serial:x}>"

    def valid_at(self, at: datetime) -> bool:
        """Whether `at` (aware) lies within the certificate's time, both ends included."""
        return self.not_before <= at <= self.not_after

    @property
    def uses_sm2(self) -> bool:
        """Whether the issuer signed it with SM2 and SM3."""
        return self._algorithm == SM2_WITH_SM3

    def signed_by(self, issuer: "Certificate") -> bool | None:
        """Whether the certificate's signature was made with the key of `issuer`; None for algorithms not relied on."""
        return _signed_by(self, issuer)

    def may(self, *usages: str) -> bool:
        """Whether keyUsage allows one of `usages` (asn1crypto's words); a certificate without keyUsage may do all."""
        allowed = self.extensions.usages
        return allowed is None or not allowed.isdisjoint(usages)

    def may_issue(self, *, below: int) -> bool:
        """Whether it may sign a certificate that has `below` authorities under it in the chain."""
        limit = self.extensions.path_length
        return self.extensions.is_authority and self.may("key_cert_sign") and (limit is None or below <= limit)

    @property
    def asn1(self) -> asn1.Certificate:
        """A fresh parsed structure (asn1crypto's objects change while they are read, so none is shared)."""
        return asn1.Certificate.load(self.der)

    @property
    def pem(self) -> bytes:
        """The certificate in PEM."""
        return pem.armor("CERTIFICATE", self.der)


@lru_cache(maxsize=256)  # the same few certificates come with every file
def parse_certificate(data: bytes) -> Certificate:
    """The certificate in `data` (DER or PEM). Raises CertificateInvalid for anything else, at once and for good."""
    if len(data) > MAX_CERTIFICATE_SIZE:
        raise CertificateInvalid("过大")
    try:
        if pem.detect(data):
            _, _, data = pem.unarmor(data)
        return _read(data)
    except _DAMAGE as error:
        raise CertificateInvalid from error


@lru_cache(maxsize=512)  # the same chain comes with every file, and its answer never changes
def _signed_by(certificate: Certificate, issuer: Certificate) -> bool | None:
    signed, signature = certificate._signed, certificate._signature
    if certificate.uses_sm2:
        return issuer.public_key is not None and issuer.public_key.verify(signed, signature)
    return international.verify(issuer.spki, signed, signature, algorithm=certificate._algorithm_der)


def parse_certificates(data: bytes) -> tuple[Certificate, ...]:
    """All certificates of a PEM file, or the one of a DER file. Raises CertificateInvalid when there is none."""
    if not pem.detect(data):
        return (parse_certificate(data),)
    try:
        blocks = [der for kind, _, der in pem.unarmor(data, multiple=True) if kind == "CERTIFICATE"]
    except _DAMAGE as error:
        raise CertificateInvalid from error
    if not blocks:
        raise CertificateInvalid("文件中没有证书")
    return tuple(parse_certificate(der) for der in blocks)


def _read(der: bytes) -> Certificate:
    parsed = asn1.Certificate.load(der, strict=True)
    tbs = parsed["tbs_certificate"]
    return Certificate(
        der=der,
        subject=read_name(tbs["subject"].dump()),
        issuer=read_name(tbs["issuer"].dump()),
        serial=tbs["serial_number"].native,
        not_before=tbs["validity"]["not_before"].native,
        not_after=tbs["validity"]["not_after"].native,
        public_key=_public_key(tbs["subject_public_key_info"].dump()),
        spki=tbs["subject_public_key_info"].dump(),
        extensions=_extensions(parsed),
        _signed=tbs.dump(),
        _signature=parsed["signature_value"].native,
        _algorithm=parsed["signature_algorithm"]["algorithm"].dotted,
        _algorithm_der=parsed["signature_algorithm"].dump(),
    )


# Some certificates carry extensions that are not well formed: their key can still be used, their chain not be relied on.
_DAMAGED = Extensions(False, None, None, None, None, None, unknown_critical=("（扩展格式有误）",))


def _extensions(parsed: asn1.Certificate) -> Extensions:
    try:
        return _read_extensions(parsed)
    except _DAMAGE:
        return _DAMAGED


def _read_extensions(parsed: asn1.Certificate) -> Extensions:
    constraints, usages = parsed.basic_constraints_value, parsed.key_usage_value
    purposes = parsed.extended_key_usage_value
    return Extensions(
        is_authority=bool(constraints and constraints["ca"].native),
        path_length=constraints["path_len_constraint"].native if constraints else None,
        usages=frozenset(usages.native) if usages else None,
        purposes=frozenset(purposes.native) if purposes else None,
        key_id=parsed.key_identifier,
        authority_key_id=parsed.authority_key_identifier,
        unknown_critical=tuple(sorted(parsed.critical_extensions - _KNOWN_EXTENSIONS)),
    )


def read_name(der: bytes) -> Name:
    """The distinguished name of `der`. Raises ValueError when it is not one."""
    attributes = []
    for _, relative in _elements(_content(der)):
        for _, pair in _elements(relative):
            (tag, oid), (kind, text) = list(_elements(pair))[:2]
            if tag != _OID_TAG:
                raise ValueError("a name's attribute starts with its identifier")
            attributes.append((asn1.NameType(contents=oid).dotted, _text(kind, text)))
    return Name(der, tuple(attributes))


def _content(der: bytes) -> bytes:
    return bytes(parser.parse(der, strict=True)[4])


def _elements(content: bytes) -> Iterator[tuple[int, bytes]]:
    while content:
        _, _, tag, header, body, trailer = parser.parse(content)
        yield tag, body
        content = content[len(header) + len(body) + len(trailer) :]


def _text(tag: int, data: bytes) -> str:
    encodings = {_BMP_TAG: ["utf-16-be"], _UNIVERSAL_TAG: ["utf-32-be"]}.get(tag, ["utf-8", "gb18030"])
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _public_key(spki: bytes) -> PublicKey | None:
    if not spki.startswith(SPKI_FRAME):
        return None
    try:
        return PublicKey(spki[len(SPKI_FRAME) :])
    except KeyInvalid as error:
        raise ValueError("not a point of the curve") from error
