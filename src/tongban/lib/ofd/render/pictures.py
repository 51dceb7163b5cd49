"""Pictures in the package as data addresses, told by their first bytes; scans that browsers do not show become PNG."""

import base64

from tongban.lib.ofd.render.scans import as_png

MAX_PICTURE = 32 * 1024 * 1024
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)


def media_type(data: bytes) -> str:
    """The media type of a picture; empty for what browsers do not show (TIFF, JBIG2, JPEG 2000, or no picture)."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _KINDS if data.startswith(start)), "")


def data_address(data: bytes) -> str:
    """The picture as a data: address; empty where it cannot be shown."""
    kind = media_type(data)
    if not kind and len(data) <= MAX_PICTURE:
        data = as_png(data) or b""
        kind = media_type(data)
    return f"data:{kind};base64,{base64.b64encode(data).decode()}" if kind and len(data) <= MAX_PICTURE else ""


def svg_address(data: bytes) -> str:
    """An SVG as a data: address; shown as a picture its scripts do not run."""
    return f"data:image/svg+xml;base64,{base64.b64encode(data).decode()}" if len(data) <= MAX_PICTURE else ""
