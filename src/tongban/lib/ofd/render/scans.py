"""Pictures that browsers do not show, as PNG: scans in TIFF (CCITT fax, plain, deflate), JBIG2 and JPEG 2000.

PDFium decodes them: each is put into the smallest PDF that holds it, and that is drawn dot for dot.
"""

import struct
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pypdfium2 as pdfium

from tongban.lib.ofd.pdfium import ONE_AT_A_TIME
from tongban.lib.ofd.png import png

MAX_DOTS = 40_000_000
_MAX_STRIPS, _MAX_SEGMENTS = 20_000, 10_000
_JBIG2 = b"\x97JB2\r\n\x1a\n"
_JP2, _CODESTREAM = b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51"
_PAGE_INFORMATION = 48
_TIFF = {b"II*\0": "<", b"MM\0*": ">"}
_SIZES = {1: "B", 3: "H", 4: "I"}
_DAMAGE = (struct.error, ValueError, KeyError, IndexError, TypeError, zlib.error, OverflowError)


@dataclass(frozen=True, slots=True)
class _Strip:
    """Rows of a picture in one of PDF's own encodings; `height` rows from `top`."""

    top: int
    height: int
    entries: str
    data: bytes = field(repr=False)


def kind_of(data: bytes) -> str:
    """The media type of a scan that can be read here; empty for any other picture."""
    if data[:4] in _TIFF:
        return "image/tiff"
    if data.startswith(_JBIG2):
        return "image/x-jbig2"
    return "image/jp2" if data.startswith((_JP2, _CODESTREAM)) else ""


def as_png(data: bytes) -> bytes | None:
    """The picture as PNG; None where it is of another kind, damaged, or too large."""
    reader = {"image/tiff": _tiff, "image/x-jbig2": _jbig2, "image/jp2": _jpeg2000}.get(kind_of(data))
    if reader is None:
        return None
    try:
        width, height, strips = reader(data)
        if not 0 < width * height <= MAX_DOTS or width <= 0:
            return None
        return _drawn(_pdf(width, height, strips))
    except (*_DAMAGE, pdfium.PdfiumError):
        return None


def _drawn(document: bytes) -> bytes:
    with ONE_AT_A_TIME, closing(pdfium.PdfDocument(document)) as opened, closing(opened[0]) as page:
        bitmap = page.render(scale=1, rev_byteorder=True)
        return png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels)


def _pdf(width: int, height: int, strips: list[_Strip]) -> bytes:
    names = " ".join(f"/I{at} {at + 5} 0 R" for at in range(len(strips)))
    drawing = "".join(
        f"q {width} 0 0 {one.height} 0 {height - one.top - one.height} cm /I{at} Do Q\n"
        for at, one in enumerate(strips)
    )
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents 4 0 R/Resources<</XObject<<{names}>>>>>>".encode(),
        _stream("", drawing.encode()),
        *(
            _stream(f"/Type/XObject/Subtype/Image/Width {width}/Height {one.height}{one.entries}", one.data)
            for one in strips
        ),
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    tail = f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {len(bodies) + 1}/Root 1 0 R>>\n"
    return bytes(out + f"{tail}startxref\n{len(out)}\n%%EOF\n".encode())


def _stream(entries: str, data: bytes) -> bytes:
    return f"<<{entries}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"


def _jpeg2000(data: bytes) -> tuple[int, int, list[_Strip]]:
    at = data.index(_CODESTREAM)
    right, lower, left, upper = struct.unpack_from(">IIII", data, at + 8)
    width, height = right - left, lower - upper
    return width, height, [_Strip(0, height, "/Filter/JPXDecode", data)]


def _jbig2(data: bytes) -> tuple[int, int, list[_Strip]]:
    """The segments without the head of the file, in order of their pages, which is what PDF keeps."""
    flags = data[8]
    if not flags & 1:
        raise ValueError("random access")
    body = data[13 if not flags & 2 else 9 :]
    width, height = next(_jbig2_pages(body))
    entries = "/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode"
    return width, height, [_Strip(0, height, entries, body)]


def _jbig2_pages(body: bytes) -> Iterator[tuple[int, int]]:
    at = 0
    for _ in range(_MAX_SEGMENTS):
        number, flags, counted = struct.unpack_from(">IBB", body, at)
        references = counted >> 5
        if references == 7:
            raise ValueError("long lists of references")
        at += 6 + references * (1 if number <= 256 else 2 if number <= 65_536 else 4) + (4 if flags & 0x40 else 1)
        (length,) = struct.unpack_from(">I", body, at)
        at += 4
        if flags & 0x3F == _PAGE_INFORMATION:
            yield struct.unpack_from(">II", body, at)
        at += length


def _tiff(data: bytes) -> tuple[int, int, list[_Strip]]:
    tags = _tiff_tags(data, _TIFF[data[:4]])
    width, height = tags[256][0], tags[257][0]
    rows, starts, lengths = tags.get(278, [height])[0], tags[273], tags[279]
    entries = _tiff_entries(tags, width)
    strips = []
    for at, (start, length) in enumerate(zip(starts, lengths, strict=True)):
        top = at * rows
        tall = min(rows, height - top)
        content = _unpacked(data[start : start + length], tags)
        strips.append(_Strip(top, tall, entries.replace("ROWS", str(tall)), content))
    return width, height, strips


def _tiff_tags(data: bytes, order: str) -> dict[int, list[int]]:
    """The numbers of the first picture by their tags."""
    (at,) = struct.unpack_from(f"{order}I", data, 4)
    (count,) = struct.unpack_from(f"{order}H", data, at)
    found = {}
    for entry in range(count):
        tag, kind, many, _ = struct.unpack_from(f"{order}HHII", data, at + 2 + entry * 12)
        form = _SIZES.get(kind)
        if form is None or many > _MAX_STRIPS:
            continue
        size = struct.calcsize(form) * many
        place = at + 10 + entry * 12
        if size > 4:
            (place,) = struct.unpack_from(f"{order}I", data, place)
        found[tag] = list(struct.unpack_from(f"{order}{many}{form}", data, place))
    return found


def _tiff_entries(tags: dict[int, list[int]], width: int) -> str:
    compression, white_is_zero = tags.get(259, [1])[0], tags.get(262, [0])[0] == 0
    depth, samples = tags.get(258, [1])[0], tags.get(277, [1])[0]
    if compression in {3, 4} and depth == 1:
        two_rows = compression == 3 and tags.get(292, [0])[0] & 1
        way = -1 if compression == 4 else 4 if two_rows else 0
        black = "" if white_is_zero else "/BlackIs1 true"
        parameters = f"/DecodeParms<</K {way}/Columns {width}/Rows ROWS{black}>>"
        return f"/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode{parameters}"
    if compression not in {1, 8, 32_946} or depth not in {1, 8} or samples not in {1, 3} or tags.get(317, [1])[0] != 1:
        raise ValueError("not a plain scan")
    space = "RGB" if samples == 3 else "Gray"
    turned = "/Decode[1 0]" if white_is_zero and samples == 1 else ""
    return f"/ColorSpace/Device{space}/BitsPerComponent {depth}{turned}"


def _unpacked(content: bytes, tags: dict[int, list[int]]) -> bytes:
    if tags.get(266, [1])[0] == 2:
        content = content.translate(_MIRRORED)
    if tags.get(259, [1])[0] in {8, 32_946}:
        return zlib.decompressobj().decompress(content, MAX_DOTS * 3)
    return content


_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
