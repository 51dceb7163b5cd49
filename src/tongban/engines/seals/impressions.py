"""The picture of a seal: drawn for units whose seal carries a star, taken from the registered impression for the others."""

import functools
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from tongban.kernel.errors import Invalid, Unavailable
from tongban.lib.gongwen.errors import GongwenError
from tongban.lib.gongwen.fonts import FontSet
from tongban.lib.gongwen.impression import appearance_pdf, draw_star_seal, registered_picture

DIAMETERS = {"star": 42.0, "national": 45.0, "party": 42.0}  # mm, of a county's organs


@dataclass(frozen=True, slots=True)
class Picture:
    svg: str
    pdf: bytes
    diameter: float


def picture(name: str, *, emblem: str, png: bytes, lower: str, at: datetime) -> Picture:
    """The impression and its PDF. Raises Invalid when an organ with an emblem has no registered picture."""
    diameter = DIAMETERS[emblem]
    try:
        if png:
            made = registered_picture(png, width_mm=diameter)
        else:
            made = draw_star_seal(
                name, fonts=fonts(), lower=lower, diameter_mm=diameter, emblem="" if emblem == "star" else emblem
            )
        return Picture(made.svg, appearance_pdf(made, fonts=fonts(), at=at.astimezone(UTC)), diameter)
    except GongwenError as error:
        raise Invalid({"impression": str(error)}, code="seals.impression") from error


@functools.cache
def fonts() -> FontSet:
    try:
        import tongban_fonts  # noqa: PLC0415 - a wheel of its own
    except ImportError as error:
        raise Unavailable("没有安装公文字体，不能制作印章。", code="seals.no-fonts") from error
    return FontSet.of(*(Path(p) for p in settings.FONT_FOLDERS), tongban_fonts.directory())
