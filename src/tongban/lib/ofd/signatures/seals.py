"""Seals and signed values as their makers write them: GM/T 0031-2014 (v1), GB/T 38540-2020 (v4), GM/T 0031-2025 (v5).

The version is told by the shape and by the header of the seal, not by what the signature claims. Deviations that real
files show are read: certificates in v1 with or without their wrapping, extensions with or without their tag.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from tongban.lib.ofd.errors import SealUnreadable
from tongban.lib.ofd.signatures.der import OCTETS, OID, PRINTABLE, SEQUENCE, Node, encoded, parse

MAX_SEAL = 8 * 1024 * 1024
MAX_CERTIFICATES = 256
_FORMS = {1: "GM/T 0031 v1", 4: "GB/T 38540 v4", 5: "GM/T 0031 v5"}
_BY_CERTIFICATES, _BY_DIGESTS = 1, 2


@dataclass(frozen=True, slots=True)
class Picture:
    """What a seal looks like: `type` as written (png, ofd, svg …), size in mm."""

    type: str
    data: bytes = field(repr=False)
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Seal:
    """A seal. `signed` is what its maker signed; times are None where they cannot be read."""

    raw: bytes = field(repr=False)
    version: int
    vendor: str
    id: str
    type: int
    name: str
    certificates: tuple[bytes, ...] = field(repr=False)
    digests: tuple[tuple[str, bytes], ...] = field(repr=False)
    created: datetime | None
    not_before: datetime | None
    not_after: datetime | None
    picture: Picture
    maker: bytes = field(repr=False)
    algorithm: str
    signed: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    @property
    def form(self) -> str:
        """The standard, as reports name it."""
        return _FORMS.get(self.version, f"GM/T 0031 v{self.version}")


@dataclass(frozen=True)
class SealSignature:
    """SignedValue.dat of a seal. `signed` is what the signer signed; `data_hash` the digest of Signature.xml."""

    seal: Seal
    certificate: bytes = field(repr=False)
    algorithm: str
    signed: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    time: datetime | None
    data_hash: bytes
    property_info: str
    time_stamp: bytes | None = field(default=None, repr=False)


@lru_cache(maxsize=128)  # the same few seals come with every file
def parse_seal(data: bytes) -> Seal:
    """The seal of a Seal.esl. Raises SealUnreadable."""
    if len(data) > MAX_SEAL:
        raise SealUnreadable("过大")
    return _seal(parse(data))


def parse_signed_value(data: bytes) -> SealSignature:
    """The signed value of a seal. Raises SealUnreadable (also for GB/T 35275: see `is_signed_data`)."""
    if len(data) > MAX_SEAL:
        raise SealUnreadable("过大")
    members = parse(data).sequence(2, 5)
    return _first_form(members) if len(members) == 2 else _later_form(members)


def is_signed_data(data: bytes) -> bool:
    """Whether the signed value is a GB/T 35275 SignedData: a sequence that starts with an object identifier."""
    try:
        return parse(data).sequence(2, 2)[0].is_a(OID)
    except SealUnreadable:
        return False


def _first_form(members: tuple[Node, ...]) -> SealSignature:
    to_sign, signature = members
    parts = to_sign.sequence(7, 7)
    return SealSignature(
        seal=parse_seal(parts[1].raw),
        time=parts[2].time(),
        data_hash=parts[3].bits(),
        property_info=parts[4].text(),
        certificate=parts[5].octets(),
        algorithm=parts[6].oid(),
        signed=to_sign.raw,
        signature=signature.bits(),
    )


def _later_form(members: tuple[Node, ...]) -> SealSignature:
    if len(members) < 4:
        raise SealUnreadable("结构与标准不符")
    to_sign, certificate, algorithm, signature = members[:4]
    parts = to_sign.sequence(5, 6)
    stamp = members[4].children[0].bits() if len(members) == 5 and members[4].children else None
    return SealSignature(
        seal=parse_seal(parts[1].raw),
        time=parts[2].time(),
        data_hash=parts[3].bits(),
        property_info=parts[4].text(),
        certificate=certificate.octets(),
        algorithm=algorithm.oid(),
        signed=to_sign.raw,
        signature=signature.bits(),
        time_stamp=stamp,
    )


@dataclass(frozen=True, slots=True)
class _Making:
    """Who made a seal, and what was signed."""

    maker: bytes
    algorithm: str
    signed: bytes
    signature: bytes


def _seal(node: Node) -> Seal:
    members = node.sequence(2, 5)
    information = members[0].sequence(4, 5)
    header = information[0].sequence(3, 3)
    making = _made_first(members) if len(members) == 2 else _made_later(members)
    version = 1 if len(members) == 2 else header[1].integer()
    properties = _properties(information[2])
    return Seal(
        raw=node.raw,
        version=version,
        vendor=header[2].text(),
        id=information[1].text(),
        picture=_picture(information[3]),
        maker=making.maker,
        algorithm=making.algorithm,
        signed=making.signed,
        signature=making.signature,
        **properties,
    )


def _made_first(members: tuple[Node, ...]) -> _Making:
    certificate, algorithm, value = members[1].sequence(3, 3)
    signed = encoded(SEQUENCE, members[0].raw + certificate.raw + algorithm.raw)
    return _Making(certificate.octets(), algorithm.oid(), signed, value.bits())


def _made_later(members: tuple[Node, ...]) -> _Making:
    if len(members) < 4:
        raise SealUnreadable("结构与标准不符")
    information, certificate, algorithm, value = members[:4]
    return _Making(certificate.octets(), algorithm.oid(), information.raw, value.bits())


def _properties(node: Node) -> dict[str, Any]:
    parts = list(node.sequence(6, 7))
    by = _BY_CERTIFICATES if len(parts) == 6 else parts.pop(2).integer()
    listed = parts[2].sequence(0, MAX_CERTIFICATES)
    return {
        "type": parts[0].integer(),
        "name": parts[1].text(),
        "certificates": tuple(each.octets() for each in listed) if by == _BY_CERTIFICATES else (),
        "digests": tuple(_digests(listed)) if by == _BY_DIGESTS else (),
        "created": parts[3].time(),
        "not_before": parts[4].time(),
        "not_after": parts[5].time(),
    }


def _digests(listed: tuple[Node, ...]) -> Iterator[tuple[str, bytes]]:
    for each in listed:
        kind, value = each.sequence(2, 2)
        yield kind.text() if kind.is_a(PRINTABLE) else "", value.content if value.is_a(OCTETS) else value.bits()


def _picture(node: Node) -> Picture:
    kind, data, width, height = node.sequence(4, 4)
    return Picture(kind.text().strip().lower(), data.octets(), width.integer(), height.integer())
