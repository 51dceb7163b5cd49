"""Find the signatures of a PDF, whatever state the file is in.

pyHanko reads the structure. Because a damaged structure can hide a signature, the bytes are searched as well: a file
that holds a signature which the structure does not lead to is reported as broken, not as unsigned.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from asn1crypto import parser
from pyhanko.pdf_utils.decode_limits import DEFAULT_PURPOSE_LIMITS, DecodeLimits, DecodePurpose, StreamDecodeLimits
from pyhanko.pdf_utils.generic import DictionaryObject, IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from tongban.lib.gm.errors import FileUnreadable
from tongban.lib.gm.pdf.pages import frame_of, pages
from tongban.lib.gm.report import Place

# pyHanko's findings come back as answers; its log would carry lines of hostile files into ours.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)

MAX_SIGNATURES = 100
MAX_READS = 4_000_000  # a few thousand suffice for a notice; all of them take some ten seconds
_MB = 1024 * 1024
_LIMITS = DecodeLimits(
    per_purpose={
        **DEFAULT_PURPOSE_LIMITS,
        DecodePurpose.XREF_STREAM: StreamDecodeLimits(max_output_size=8 * _MB),
        DecodePurpose.OBJECT_STREAM: StreamDecodeLimits(max_ratio=100, ratio_floor=4 * _MB, max_output_size=32 * _MB),
    }
)
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
_LONG_HEX = re.compile(rb"<30[0-9A-Fa-f]{1000}")  # a DER sequence in hexadecimal: the signed data themselves
_HEX = re.compile(rb"<(?:[0-9A-F]*|[0-9a-f]*)>")


@dataclass(frozen=True)
class Embedded:
    """One signature of the file as the structure gives it; the answers are about the byte range, not about its signer."""

    name: str
    byte_range: tuple[int, ...]
    contents: bytes  # the whole reserved room
    kind: str  # /SubFilter, or /Type for a time stamp
    place: Place | None

    @property
    def end(self) -> int:
        """Where the signed part of the file ends."""
        return sum(self.byte_range[2:])

    def encloses(self, data: bytes) -> bool:
        """Whether the byte range leaves out exactly the signature itself."""
        if len(self.byte_range) != 4 or self.byte_range[0] != 0 or self.end > len(data):
            return False
        _, start, stop, _ = self.byte_range
        # One case of letters only: otherwise a letter could change without changing the value.
        gap = data[start:stop]
        return bool(_HEX.fullmatch(gap)) and gap[1:-1].lower() == self.contents.hex().encode()

    def content(self, data: bytes) -> bytes:
        """What was signed."""
        _, start, stop, length = self.byte_range
        return data[:start] + data[stop : stop + length]

    def signed_data(self) -> bytes | None:
        """The DER in the reserved room; None when anything but zeros follows it."""
        try:
            der = b"".join(parser.parse(self.contents)[3:6])
        except ValueError:
            return None
        return None if self.contents[len(der) :].strip(b"\0") else der


class _BoundedStream(BytesIO):
    """Bytes that may be read so many times and no more, so that no file keeps the parser busy for ever."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        read, left = super().read, MAX_READS

        def bounded(size: int | None = -1, /) -> bytes:
            nonlocal left
            left -= 1
            if left < 0:
                raise FileUnreadable("文件结构过于复杂")
            return read(size)

        # Not a method: the parser reads byte by byte, and the look-up would cost a third of all time.
        self.read = bounded  # type: ignore[method-assign]


class PdfFile:
    """An opened PDF. Raises FileUnreadable when it cannot be read at all, or is encrypted."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        try:
            self._reader = PdfFileReader(_BoundedStream(data), strict=False, decode_limits=_LIMITS)
            self._fields = {name: (value, field) for name, value, field in _filled(self._reader)}
            self.signatures = sorted((self._embedded(name) for name in self._fields), key=lambda found: found.end)
        except FileUnreadable:
            raise
        except Exception as error:  # hostile bytes may make a parser fail in any way
            raise FileUnreadable("不是完好的 PDF 文件") from error

    def later_changes(self, found: Embedded) -> bool:
        """Whether the file was changed after `found` in any way but by further signatures."""
        field = self._fields[found.name][1].get_object()
        try:
            embedded = EmbeddedPdfSignature(self._reader, field, found.name)
            # pyHanko's own digest step is left out: it asks for algorithms that it does not know.
            embedded.coverage = embedded.evaluate_signature_coverage()  # type: ignore[assignment]
            difference = embedded.evaluate_modifications(DEFAULT_DIFF_POLICY)
        except Exception:  # noqa: BLE001 - what cannot be compared counts as changed
            return True
        if not isinstance(difference, DiffResult) or difference.modification_level > ModificationLevel.FORM_FILLING:
            return True
        return not difference.changed_form_fields <= set(self._fields)

    def _embedded(self, name: str) -> Embedded:
        value, field = self._fields[name]
        byte_range = value.get("/ByteRange", [])
        kind = value.get("/Type") if value.get("/Type") == "/DocTimeStamp" else value.get("/SubFilter")
        return Embedded(
            name=name,
            byte_range=tuple(int(figure) for figure in list(byte_range)[:5]),
            contents=bytes(getattr(value.get("/Contents", b""), "original_bytes", b"")),
            kind=str(kind or ""),
            place=self._place(field.get_object()),
        )

    def _place(self, field: DictionaryObject) -> Place | None:
        if "/Rect" not in field or "/P" not in field:
            return None
        box = tuple(float(figure) for figure in field["/Rect"])
        page = field.raw_get("/P")
        if len(box) != 4 or box[0] == box[2] or box[1] == box[3]:
            return None
        for number, reference in enumerate(pages(self._reader), 1):
            if reference.reference == page.reference:
                return frame_of(reference.get_object()).place(number, box)
        return None


def hidden_signature(data: bytes) -> bool:
    """Whether the bytes hold a signature of this very file (one that ends within it), read or not."""
    ends = [int(third) + int(fourth) for _, _, third, fourth in _BYTE_RANGE.findall(data)]
    if ends:
        return min(ends) <= len(data)
    return bool(_LONG_HEX.search(data))


def _filled(reader: PdfFileReader) -> Iterator[tuple[str, DictionaryObject, IndirectObject]]:
    if reader.encrypted:
        raise FileUnreadable("文件已加密")
    for count, (name, value, field) in enumerate(enumerate_sig_fields(reader, filled_status=True)):
        if count >= MAX_SIGNATURES:
            raise FileUnreadable(f"签章超过 {MAX_SIGNATURES} 个")
        yield name, value.get_object(), field
