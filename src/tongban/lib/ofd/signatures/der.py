"""DER as a tree whose pieces keep their bytes: what was signed is what stands in the file, never what would be written."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cached_property

from asn1crypto import core, parser

from tongban.lib.ofd.errors import SealUnreadable

BOOLEAN, INTEGER, BITS, OCTETS, OID, UTF8, SEQUENCE, PRINTABLE, IA5 = 1, 2, 3, 4, 6, 12, 16, 19, 22
UTC_TIME, GENERALIZED_TIME = 23, 24
MAX_CHILDREN = 10_000
_CHINA = timezone(timedelta(hours=8))
_DIGITS = re.compile(r"(\d{12,14})(?:[.,]\d+)?(Z|[+-]\d{4})?$")


@dataclass(frozen=True)
class Node:
    """One value: its tag, its own bytes (`raw`) and what is inside them."""

    tag: int
    universal: bool
    raw: bytes
    content: bytes

    @cached_property
    def children(self) -> tuple["Node", ...]:
        """The values inside. Raises SealUnreadable."""
        found, start = [], 0
        while start < len(self.content):
            node = _read(self.content[start:], strict=False)
            start += len(node.raw)
            found.append(node)
            if len(found) > MAX_CHILDREN:
                raise SealUnreadable("结构过大")
        return tuple(found)

    def sequence(self, least: int, most: int) -> tuple["Node", ...]:
        """The values of a SEQUENCE with so many members. Raises SealUnreadable."""
        if not self.is_a(SEQUENCE) or not least <= len(self.children) <= most:
            raise SealUnreadable("结构与标准不符")
        return self.children

    def is_a(self, tag: int) -> bool:
        return self.universal and self.tag == tag

    def octets(self) -> bytes:
        """The bytes of an OCTET STRING; of any other value its own encoding (one maker leaves the wrapping out)."""
        return self.content if self.is_a(OCTETS) else self.raw

    def bits(self) -> bytes:
        """The bytes of a BIT STRING without the count of unused bits; tolerates an OCTET STRING."""
        return self.content[1:] if self.is_a(BITS) else self.content

    def integer(self) -> int:
        if not self.is_a(INTEGER) or not 1 <= len(self.content) <= 8:
            raise SealUnreadable("应为整数")
        return int.from_bytes(self.content, "big", signed=True)

    def oid(self) -> str:
        if not self.is_a(OID) or not 1 <= len(self.content) <= 64:
            raise SealUnreadable("应为对象标识符")
        try:
            return str(core.ObjectIdentifier(contents=self.content).dotted)
        except ValueError as error:
            raise SealUnreadable("应为对象标识符") from error

    def text(self) -> str:
        """The text, whatever string type claims it: UTF-8, else GBK."""
        for encoding in ("utf-8", "gb18030"):
            try:
                return self.content.decode(encoding)
            except UnicodeDecodeError:
                continue
        return self.content.decode("latin-1")

    def time(self) -> datetime | None:
        """A UTCTime, a GeneralizedTime, or a text that is one; None where it is none. Without a zone: China's."""
        text = self.bits() if self.is_a(BITS) else self.content
        return read_time(text.decode("latin-1"), short_year=self.is_a(UTC_TIME))


def parse(data: bytes) -> Node:
    """The one value that `data` is. Raises SealUnreadable."""
    return _read(data, strict=True)


def _read(data: bytes, *, strict: bool) -> Node:
    try:
        kind, _, tag, head, content, tail = parser.parse(data, strict=strict)
    except (ValueError, TypeError, IndexError) as error:
        raise SealUnreadable("不是 DER 编码") from error
    return Node(tag, kind == 0, head + content + tail, content)


def encoded(tag: int, content: bytes) -> bytes:
    """A universal value of that tag; constructed for SEQUENCE."""
    return bytes(parser.emit(0, int(tag == SEQUENCE), tag, content))


def read_time(text: str, *, short_year: bool = False) -> datetime | None:
    """The times that vendors write: 20200817111329Z, 2021-05-19 20:53:44, 2020-01-25T07:31:56.377Z."""
    text = text.strip()
    plain = _DIGITS.match(text)
    try:
        if plain:
            return _from_digits(plain[1], plain[2] or "", short_year=short_year)
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=_CHINA)


def _from_digits(digits: str, zone: str, *, short_year: bool) -> datetime:
    if short_year:
        digits = ("20" if digits[:2] < "50" else "19") + digits[:12]
    form = "%Y%m%d%H%M%S" if len(digits) == 14 else "%Y%m%d%H%M"
    written = digits + {"": "+0800", "Z": "+0000"}.get(zone, zone)
    return datetime.strptime(written, f"{form}%z")
