"""A TrueType file put together from finished tables (OpenType 1.9, "Organization of an OpenType font")."""

import struct
from collections.abc import Mapping, Sequence

_MAGIC = 0xB1B0AFBA
_LAST_OF_BMP = 0xFFFF


def assembled(tables: Mapping[str, bytes]) -> bytes:
    """The file; `head` gets the check sum of the whole."""
    names = sorted(tables)
    data = dict(tables)
    data["head"] = data["head"][:8] + b"\0\0\0\0" + data["head"][12:]
    directory, body = _laid_out(names, data)
    adjustment = (_MAGIC - _sum(directory + body)) & 0xFFFFFFFF
    data["head"] = data["head"][:8] + struct.pack(">I", adjustment) + data["head"][12:]
    _, body = _laid_out(names, data)
    return directory + body


def _laid_out(names: Sequence[str], data: Mapping[str, bytes]) -> tuple[bytes, bytes]:
    power = len(names).bit_length() - 1
    head = struct.pack(">IHHHH", 0x00010000, len(names), 16 << power, power, 16 * (len(names) - (1 << power)))
    offset = len(head) + 16 * len(names)
    entries, body = [], []
    for name in names:
        padded = data[name] + b"\0" * (-len(data[name]) % 4)
        entries.append(struct.pack(">4sIII", name.encode(), _sum(padded), offset, len(data[name])))
        body.append(padded)
        offset += len(padded)
    return head + b"".join(entries), b"".join(body)


def _sum(data: bytes) -> int:
    return sum(struct.unpack(f">{len(data) // 4}I", data)) & 0xFFFFFFFF


def glyph_tables(glyphs: Sequence[bytes], metrics: Sequence[tuple[int, int]]) -> dict[str, bytes]:
    """`glyf`, `loca` (long) and `hmtx` of glyphs with their (width, left bearing)."""
    padded = [glyph + b"\0" * (-len(glyph) % 4) for glyph in glyphs]
    offsets = [0]
    for glyph in padded:
        offsets.append(offsets[-1] + len(glyph))
    return {
        "glyf": b"".join(padded),
        "loca": struct.pack(f">{len(offsets)}I", *offsets),
        "hmtx": b"".join(struct.pack(">Hh", *each) for each in metrics),
    }


def character_map(glyph_of: Mapping[int, int]) -> bytes:
    """`cmap`: format 4 for the basic plane, and format 12 for all where there is more."""
    plain = {code: glyph for code, glyph in glyph_of.items() if code < _LAST_OF_BMP}
    tables = [(3, 1, _format_4(plain))]
    if len(plain) < len(glyph_of):
        tables.append((3, 10, _format_12(glyph_of)))
    head = struct.pack(">HH", 0, len(tables))
    offset = len(head) + 8 * len(tables)
    for platform, encoding, table in tables:
        head += struct.pack(">HHI", platform, encoding, offset)
        offset += len(table)
    return head + b"".join(table for _, _, table in tables)


def _segments(glyph_of: Mapping[int, int]) -> list[tuple[int, int, int]]:
    """Runs in which characters and glyphs both count upwards: first, last, first glyph."""
    found: list[list[int]] = []
    for code in sorted(glyph_of):
        if found and code == found[-1][1] + 1 and glyph_of[code] == found[-1][2] + code - found[-1][0]:
            found[-1][1] = code
        else:
            found.append([code, code, glyph_of[code]])
    return [(first, last, glyph) for first, last, glyph in found]


def _format_4(glyph_of: Mapping[int, int]) -> bytes:
    segments = [*_segments(glyph_of), (_LAST_OF_BMP, _LAST_OF_BMP, 0)]
    count = len(segments)
    power = count.bit_length() - 1
    ends = struct.pack(f">{count}H", *(last for _, last, _ in segments))
    starts = struct.pack(f">{count}H", *(first for first, _, _ in segments))
    deltas = struct.pack(f">{count}H", *((glyph - first) & 0xFFFF for first, _, glyph in segments[:-1]), 1)
    body = ends + b"\0\0" + starts + deltas + b"\0\0" * count
    search = struct.pack(">HHHH", 2 * count, 2 << power, power, 2 * (count - (1 << power)))
    return struct.pack(">HHH", 4, 6 + len(search) + len(body), 0) + search + body


def _format_12(glyph_of: Mapping[int, int]) -> bytes:
    groups = [struct.pack(">III", *segment) for segment in _segments(glyph_of)]
    return struct.pack(">HHIII", 12, 0, 16 + 12 * len(groups), 0, len(groups)) + b"".join(groups)
