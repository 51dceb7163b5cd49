"""A small SM2 certificate authority, for tests, demonstrations and closed networks.

It issues what seals need and no more: a root, authorities below it, certificates for signing, revocation lists. It
keeps no register: the caller records what was issued. Certificates are X.509 v3 with SM2-with-SM3 (GM/T 0015), verified
by `openssl verify -vfyopt distid:1234567812345678`. Nothing here asks the clock.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import core, crl, keys
from asn1crypto import x509 as asn1

from tongban.lib.gm.keys import PublicKey, Signer
from tongban.lib.gm.libcrypto import SPKI_FRAME
from tongban.lib.gm.x509 import Certificate, parse_certificate

_ALGORITHM = {"algorithm": "sm2_sm3"}
_SIGNING = {"digital_signature", "non_repudiation"}
_ISSUING = {"key_cert_sign", "crl_sign"}


@dataclass(frozen=True)
class Subject:
    """Whom a certificate names: the seal or person, the unit it belongs to, and its department if any."""

    common_name: str
    organization: str
    department: str = ""
    country: str = "CN"

    def as_name(self) -> asn1.Name:
        parts = {
            "country_name": self.country,
            "organization_name": self.organization,
            "organizational_unit_name": self.department,
            "common_name": self.common_name,
        }
        return asn1.Name.build({key: text for key, text in parts.items() if text})


@dataclass(frozen=True)
class Validity:
    """From when to when, aware, whole seconds."""

    not_before: datetime
    not_after: datetime


@dataclass(frozen=True)
class Authority:
    """A certificate that may issue others, with its key."""

    certificate: Certificate
    signer: Signer


def make_root(*, signer: Signer, subject: Subject, validity: Validity) -> Authority:
    """A self-signed root for the key of `signer`."""
    name = subject.as_name()
    extensions = _extensions(signer.public, signer.public, authority=True)
    return Authority(_certificate(signer, name, name, _Content(signer.public, validity, extensions)), signer)


def issue_authority(*, authority: Authority, signer: Signer, subject: Subject, validity: Validity) -> Authority:
    """An authority below `authority`; it may issue signing certificates but no further authorities."""
    extensions = _extensions(signer.public, authority.signer.public, authority=True, path_length=0)
    content = _Content(signer.public, validity, extensions)
    return Authority(_certificate(authority.signer, _name_of(authority), subject.as_name(), content), signer)


def issue(
    *, authority: Authority, subject: Subject, public_key: PublicKey, validity: Validity, purpose: str = ""
) -> Certificate:
    """A signing certificate for `public_key` (digitalSignature and nonRepudiation); `purpose` "time_stamping" makes it
    that of a time stamping authority."""
    extensions = _extensions(public_key, authority.signer.public, authority=False)
    if purpose:
        extensions.append({"extn_id": "extended_key_usage", "critical": True, "extn_value": [purpose]})
    content = _Content(public_key, validity, extensions)
    return _certificate(authority.signer, _name_of(authority), subject.as_name(), content)


def make_crl(*, authority: Authority, revoked: Mapping[int, datetime], at: datetime, next_update: datetime) -> bytes:
    """The DER of a revocation list: serial number → time of revocation, issued `at`."""
    entries = [{"user_certificate": serial, "revocation_date": _time(when)} for serial, when in sorted(revoked.items())]
    content: dict[str, Any] = {
        "version": "v2",
        "signature": _ALGORITHM,
        "issuer": _name_of(authority),
        "this_update": _time(at),
        "next_update": _time(next_update),
        "crl_extensions": [_authority_key(authority.signer.public)],
    }
    if entries:  # RFC 5280 §5.1.2.6: an empty list is left out
        content["revoked_certificates"] = entries
    tbs = crl.TbsCertList(content)
    signed = {"tbs_cert_list": tbs, "signature_algorithm": _ALGORITHM, "signature": _sign(authority.signer, tbs)}
    return bytes(crl.CertificateList(signed).dump())


@dataclass(frozen=True)
class _Content:
    public_key: PublicKey
    validity: Validity
    extensions: list[dict[str, Any]]


def _certificate(signer: Signer, issuer: asn1.Name, subject: asn1.Name, content: _Content) -> Certificate:
    tbs = asn1.TbsCertificate(
        {
            "version": "v3",
            "serial_number": secrets.randbits(126) + 1,
            "signature": _ALGORITHM,
            "issuer": issuer,
            "validity": {
                "not_before": _time(content.validity.not_before),
                "not_after": _time(content.validity.not_after),
            },
            "subject": subject,
            "subject_public_key_info": keys.PublicKeyInfo.load(SPKI_FRAME + content.public_key.point),
            "extensions": content.extensions,
        }
    )
    signed = {"tbs_certificate": tbs, "signature_algorithm": _ALGORITHM, "signature_value": _sign(signer, tbs).native}
    return parse_certificate(asn1.Certificate(signed).dump())


def _extensions(
    key: PublicKey, issuer: PublicKey, *, authority: bool, path_length: int | None = None
) -> list[dict[str, Any]]:
    constraints = {"ca": authority} if path_length is None else {"ca": authority, "path_len_constraint": path_length}
    return [
        {"extn_id": "basic_constraints", "critical": True, "extn_value": constraints},
        {"extn_id": "key_usage", "critical": True, "extn_value": _ISSUING if authority else _SIGNING},
        {"extn_id": "key_identifier", "critical": False, "extn_value": key.key_id},
        _authority_key(issuer),
    ]


def _authority_key(issuer: PublicKey) -> dict[str, Any]:
    return {
        "extn_id": "authority_key_identifier",
        "critical": False,
        "extn_value": {"key_identifier": issuer.key_id},
    }


def _name_of(authority: Authority) -> asn1.Name:
    # The very bytes of the issuer's subject: names are compared as DER.
    return asn1.Name.load(authority.certificate.subject.der)


def _sign(signer: Signer, tbs: core.Sequence) -> core.OctetBitString:
    return core.OctetBitString(signer.sign(tbs.dump()))


def _time(at: datetime) -> asn1.Time:
    at = at.astimezone(UTC).replace(microsecond=0)
    kind = "utc_time" if at.year < 2050 else "general_time"  # RFC 5280 §4.1.2.5
    return asn1.Time(kind, at)
