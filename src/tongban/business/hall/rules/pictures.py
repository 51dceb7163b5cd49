"""A look at a picture before it is handed in: too small, too dark, blurred. It says so and never decides."""

from typing import IO

from PIL import Image, ImageFilter, ImageStat, UnidentifiedImageError

from tongban.business.hall.contracts import BLURRED, DARK, FULL, SMALL

LEAST_SIDE = 600  # pixels of the shorter side: an A4 page at about 70 dpi
DARKEST = 45  # mean of 0 … 255
SHARPEST_BLUR = 6.0  # deviation of the edges; a sheet of print has 15 and more
MOST_PIXELS = 60_000_000
LOOKED_AT = (1000, 1000)


def verdict(content: IO[bytes]) -> str:
    """FULL where nothing is to be said, also of what is no picture that can be read here."""
    try:
        with Image.open(content) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return FULL
            picture.draft("L", LOOKED_AT)
            if min(picture.size) < LEAST_SIDE and picture.format != "JPEG":
                return SMALL
            grey = picture.convert("L")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return FULL
    return _judged(grey)


def _judged(grey: Image.Image) -> str:
    if min(grey.size) < LEAST_SIDE // 2:
        return SMALL
    grey.thumbnail(LOOKED_AT)
    if ImageStat.Stat(grey).mean[0] < DARKEST:
        return DARK
    inner = grey.filter(ImageFilter.FIND_EDGES).crop(
        (2, 2, grey.width - 2, grey.height - 2)
    )  # its border is not filtered
    edges = ImageStat.Stat(inner).stddev[0]
    return BLURRED if edges < SHARPEST_BLUR else FULL
