"""A signature: a name that was typed, or a picture. A picture is drawn anew, small, without what else it carried."""

import base64
import binascii
import io

from PIL import Image

from tongban.lib.typed import Wrong

TYPED, DRAWN = "typed:", "data:image/png;base64,"
_WIDEST, _HIGHEST = 600, 240
_LARGEST_SENT, _LARGEST_KEPT = 3_000_000, 120_000  # characters of base64
_MOST_PIXELS = 20_000_000
_STARTS = (DRAWN, "data:image/jpeg;base64,")


def clean(text: str) -> str:
    """`typed:姓名`, or a PNG of at most 600 × 240 as a data address. Raises Wrong."""
    if text.startswith(_STARTS):
        return DRAWN + _picture(text.partition(",")[2])
    name = text.removeprefix(TYPED).strip()
    if not name or len(name) > 40 or "\n" in name:
        raise Wrong("签名请写姓名，最多 40 个字。")
    return TYPED + name


def of_picture(content: bytes) -> str:
    """What was uploaded, on its way to `clean`."""
    return DRAWN + base64.b64encode(content).decode()


def name_of(value: str) -> str:
    """The typed name; empty for a picture."""
    return value.removeprefix(TYPED) if value.startswith(TYPED) else ""


def is_picture(value: str) -> bool:
    return value.startswith(DRAWN)


def png_of(value: str) -> bytes:
    """The picture of a cleaned value."""
    return base64.b64decode(value.removeprefix(DRAWN))


def _picture(coded: str) -> str:
    if len(coded) > _LARGEST_SENT:
        raise Wrong("签名图片太大，请用 2 MB 以内的 PNG 或 JPEG。")
    try:
        with Image.open(io.BytesIO(base64.b64decode(coded, validate=True)), formats=("PNG", "JPEG")) as found:
            kept = _small(found)
    except (binascii.Error, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Wrong("签名图片打不开，请用 PNG 或 JPEG 图片。") from error
    made = io.BytesIO()
    kept.save(made, "PNG", optimize=True)
    text = base64.b64encode(made.getvalue()).decode()
    if len(text) > _LARGEST_KEPT:
        raise Wrong("签名图片太复杂，请用白底黑字的签名。")
    return text


def _small(found: Image.Image) -> Image.Image:
    if found.width * found.height > _MOST_PIXELS:
        raise ValueError("too many pixels")
    kept = Image.new("RGBA", found.size)
    kept.paste(found.convert("RGBA"))
    kept.thumbnail((_WIDEST, _HIGHEST))
    return kept
