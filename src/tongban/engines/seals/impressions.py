"""The picture of a seal: drawn for seals that carry a star, taken from the registered impression for the others."""

import functools
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from django.conf import settings

from tongban.engines.seals.contracts import EMBLEM_DIAMETERS, SIGNATURE_WIDTH, SORTS
from tongban.kernel.errors import Invalid, Unavailable
from tongban.lib.gongwen.errors import GongwenError
from tongban.lib.gongwen.fonts import FontSet
from tongban.lib.gongwen.impression import Impression, appearance_pdf, draw_star_seal, registered_picture

ROUND = 0.03  # by how much the sides of a round seal's picture may differ


@dataclass(frozen=True, slots=True)
class Look:
    """What is on the seal: the name on the arc, the emblem of its unit, the sort, and a word under the star (样章)."""

    name: str
    emblem: str
    sort: str
    specimen: str = ""

    @property
    def shown_emblem(self) -> str:
        """National and party emblems stand on the official seal alone; every other round seal has a star."""
        return self.emblem if SORTS[self.sort].emblem else "star"

    @property
    def needs_picture(self) -> bool:
        """Emblems and signatures are never drawn: the registered impression is brought as a picture."""
        return SORTS[self.sort].personal or self.shown_emblem != "star"

    @property
    def width(self) -> float:
        """mm."""
        sort = SORTS[self.sort]
        if sort.personal:
            return SIGNATURE_WIDTH
        return EMBLEM_DIAMETERS[self.shown_emblem] if sort.emblem else sort.diameter


@dataclass(frozen=True, slots=True)
class Picture:
    """The impression as SVG and as a one-page PDF of its size in mm."""

    svg: str
    pdf: bytes
    width: float
    height: float


def picture(look: Look, *, png: bytes, at: datetime) -> Picture:
    """The impression and its PDF. Raises Invalid when a picture is needed and not given, or cannot be used."""
    try:
        made = registered(look, png) if png else drawn(look)
        pdf = appearance_pdf(made, fonts=fonts(), at=at.astimezone(UTC))
    except GongwenError as error:
        raise Invalid({"picture": str(error)}, code="seals.impression") from error
    return Picture(made.svg, pdf, made.width_mm, made.height_mm)


def drawn(look: Look) -> Impression:
    """The star seal of this look. Raises Invalid where the seal may not be drawn."""
    if look.needs_picture:
        raise Invalid({"picture": "这枚印章不能绘制，请上传登记的印模图片。"}, code="seals.impression")
    lower = SORTS[look.sort].lower + look.specimen
    try:
        return draw_star_seal(look.name, fonts=fonts(), lower=lower, diameter_mm=look.width)
    except GongwenError as error:
        raise Invalid({"name": str(error)}, code="seals.impression") from error


def registered(look: Look, png: bytes) -> Impression:
    """The registered impression in its true size. A round seal's picture is as wide as high."""
    made = registered_picture(png, width_mm=look.width)
    if not SORTS[look.sort].personal and abs(made.height_mm - made.width_mm) > ROUND * made.width_mm:
        raise Invalid({"picture": "圆形印章的图片应裁成正方形，四边贴住印模。"}, code="seals.impression")
    return made


@functools.cache
def fonts() -> FontSet:
    """The fonts of this installation: an office's own licensed ones first, then the open ones that ship with us."""
    try:
        shipped = import_module("tongban_fonts")
    except ImportError as error:
        raise Unavailable("没有安装公文字体，不能制作印章。", code="seals.no-fonts") from error
    return FontSet.of(*(Path(p) for p in settings.FONT_FOLDERS), shipped.directory())
