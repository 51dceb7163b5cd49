"""Seals and signed values in the form of GB/T 38540-2020 (v4), put together from DER whose pieces keep their bytes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from asn1crypto import core, parser

from tongban.lib.ofd.errors import NotSealable
from tongban.lib.ofd.signatures.der import SEQUENCE, encoded
from tongban.lib.ofd.signatures.seals import Picture

VERSION = 4
SM2_WITH_SM3 = "1.2.156.10197.1.501"
_BY_CERTIFICATES = 1


class Signer(Protocol):
    """Whoever signs: a certificate (DER) and the SM2 signature of its key, DER r and s."""

    @property
    def certificate(self) -> bytes: ...

    def sign(self, data: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class SealDraft:
    """What goes into a new seal. `certificates` (DER) are those who may sign with it; `type` is the class of the seal
    (1 of a unit, 2 of a person); `id` its code, `vendor` who made the software: both ASCII. Times are aware.
    """

    id: str
    name: str
    certificates: tuple[bytes, ...] = field(repr=False)
    picture: Picture
    not_before: datetime
    not_after: datetime
    created: datetime
    type: int = 1
    vendor: str = "Tongban"


def make_seal(draft: SealDraft, *, maker: Signer) -> bytes:
    """The DER of a seal (Seal.esl), signed by its maker. Raises NotSealable for a draft that cannot be one."""
    if not draft.certificates or draft.not_before >= draft.not_after:
        raise NotSealable("印章没有签章人，或有效期不对")
    information = _sequence(
        _sequence(_ascii("ES"), _integer(VERSION), _ascii(draft.vendor)),
        _ascii(draft.id),
        _properties(draft),
        _picture(draft.picture),
    )
    return _sequence(information, _octets(maker.certificate), _algorithm(), _bits(maker.sign(information)))


@dataclass(frozen=True, slots=True)
class Described:
    """The Signature.xml that is signed: its path and its digest."""

    part: str
    digest: bytes


def make_signed_value(
    described: Described, *, seal: bytes, at: datetime, signer: Signer, stamp: Callable[[bytes], bytes] | None = None
) -> bytes:
    """The DER of SignedValue.dat: the signer's word that the Signature.xml has that digest; `stamp` gives a time stamp
    (RFC 3161) for the value of the signature."""
    to_sign = _sequence(_integer(VERSION), seal, _time(at), _bits(described.digest), _ascii(f"/{described.part}"))
    signature = signer.sign(to_sign)
    token = [_tagged(_bits(stamp(signature)))] if stamp else []
    return _sequence(to_sign, _octets(signer.certificate), _algorithm(), _bits(signature), *token)


def _properties(draft: SealDraft) -> bytes:
    return _sequence(
        _integer(draft.type),
        bytes(core.UTF8String(draft.name).dump()),
        _integer(_BY_CERTIFICATES),
        _sequence(*(_octets(each) for each in draft.certificates)),
        _time(draft.created),
        _time(draft.not_before),
        _time(draft.not_after),
    )


def _picture(picture: Picture) -> bytes:
    return _sequence(_ascii(picture.type), _octets(picture.data), _integer(picture.width), _integer(picture.height))


def _sequence(*members: bytes) -> bytes:
    return encoded(SEQUENCE, b"".join(members))


def _tagged(content: bytes) -> bytes:
    return bytes(parser.emit(2, 1, 0, content))  # [0] EXPLICIT


def _integer(value: int) -> bytes:
    return bytes(core.Integer(value).dump())


def _octets(data: bytes) -> bytes:
    return bytes(core.OctetString(data).dump())


def _bits(data: bytes) -> bytes:
    return bytes(core.OctetBitString(data).dump())


def _algorithm() -> bytes:
    return bytes(core.ObjectIdentifier(SM2_WITH_SM3).dump())


def _time(at: datetime) -> bytes:
    return bytes(core.GeneralizedTime(at.astimezone(UTC).replace(microsecond=0)).dump())


def _ascii(text: str) -> bytes:
    if not text.isascii():
        raise NotSealable(f"“{text}”只能用西文字母和数字")
    return bytes(core.IA5String(text).dump())
