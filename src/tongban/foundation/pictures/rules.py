"""What becomes of an upload: a small picture of ours, without what cameras write into theirs. Pure."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from tongban.foundation.pictures.contracts import PORTRAIT
from tongban.kernel.errors import Invalid

MOST_PIXELS = 40_000_000
LEAST = 60  # pixels of the shorter side
SIDE = 240
LONGEST, HIGHEST = 480, 160
CONTRAST = 60  # between paper and strokes, at least
INK = 24  # what is fainter is paper


def tidied(content: bytes, sort: str) -> bytes:
    """A portrait as a square JPEG, a signature as ink on nothing (PNG), drawn anew: place, camera and date of the shot are gone.

    Invalid, at the field `file`, for what is no picture, too large, too small, or blank paper.
    """
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Invalid({"file": "图片太大，请缩小到 4000 万像素以内。"}, code="pictures.too-large")
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Invalid({"file": "这个文件不是能打开的 PNG 或 JPG 图片。"}, code="pictures.unreadable") from error
    if min(picture.size) < LEAST:
        raise Invalid({"file": f"图片太小，宽和高都要有 {LEAST} 像素以上。"}, code="pictures.too-small")
    return _portrait(picture) if sort == PORTRAIT else _signature(picture)


def _portrait(picture: Image.Image) -> bytes:
    square = ImageOps.fit(_on_white(picture), (SIDE, SIDE))
    return _saved(square, "JPEG", quality=85)


def _signature(picture: Image.Image) -> bytes:
    """Dark strokes on light paper become black on transparent, cut to the strokes."""
    grey = _on_white(picture).convert("L")
    levels = [level for level, count in enumerate(grey.histogram()) if count]
    ink = ImageOps.invert(ImageOps.autocontrast(grey, cutoff=1)).point([0 if x < INK else x for x in range(256)])
    found = ink.getbbox()
    if found is None or levels[-1] - levels[0] < CONTRAST:
        raise Invalid({"file": "图片上没有看到字迹。请用深色笔签在白纸上，拍清楚。"}, code="pictures.blank")
    ink = ink.crop(found)
    ink.thumbnail((LONGEST, HIGHEST))
    drawn = Image.new("RGBA", ink.size, (0, 0, 0, 0))
    drawn.putalpha(ink)
    return _saved(drawn, "PNG", optimize=True)


def _on_white(picture: Image.Image) -> Image.Image:
    paper = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(paper, picture).convert("RGB")


def _saved(picture: Image.Image, form: str, **how: int) -> bytes:
    out = BytesIO()
    picture.save(out, form, **how)
    return out.getvalue()
