"""Pictures in a document: PNG and JPEG, told by their first bytes, never decoded here."""

import struct
from dataclasses import dataclass

from tongban.lib.gongwen.errors import SourceUnreadable

MAX_BYTES = 8_000_000
MAX_PIXELS = 60_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # the markers of a JPEG that give its size


@dataclass(frozen=True, slots=True)
class Size:
    """What kind of picture it is, and how many dots across and down."""

    kind: str
    across: int
    down: int


def size_of(data: bytes, *, name: str) -> Size:
    """Raises SourceUnreadable, naming the picture, for anything but a PNG or JPEG of a reasonable size."""
    found = _png(data) or _jpeg(data)
    if found is None:
        raise SourceUnreadable(f"图片“{name}”不是 PNG 或 JPEG，不能排入。")
    if len(data) > MAX_BYTES or found.across * found.down > MAX_PIXELS:
        raise SourceUnreadable(f"图片“{name}”过大，请缩小后再排入。")
    return found


def _png(data: bytes) -> Size | None:
    if not data.startswith(_PNG) or len(data) < 33 or not data.rstrip().endswith(b"IEND\xaeB`\x82"):
        return None
    across, down = struct.unpack_from(">II", data, 16)
    return Size("png", across, down) if across and down else None


def _jpeg(data: bytes) -> Size | None:
    at = 2 if data.startswith(b"\xff\xd8") else len(data)
    while at + 9 < len(data):
        mark, kind, length = struct.unpack_from(">BBH", data, at)
        if mark != 0xFF:
            return None
        if kind in _FRAMES:
            down, across = struct.unpack_from(">HH", data, at + 5)
            return Size("jpeg", across, down) if across and down else None
        at += 1 if kind == 0xFF else 2 + length
    return None
