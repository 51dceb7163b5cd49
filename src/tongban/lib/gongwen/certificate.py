"""A licence (证照) on one landscape page, with a place for its seal and a code to check it by."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from tongban.lib.gongwen.errors import GlyphsMissing
from tongban.lib.gongwen.fonts import FontSet, Role
from tongban.lib.gongwen.layout.boxes import SealPlace, seal_places
from tongban.lib.gongwen.layout.content import font_data
from tongban.lib.gongwen.layout.engine import compile_page
from tongban.lib.gongwen.layout.glyphs import MissingGlyph
from tongban.lib.gongwen.model import chinese_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What is printed. `lines` are pairs of label and value; `code` is the picture (SVG) that leads to the check of `token`."""

    title: str
    number: str
    issuer: str
    date: date
    lines: tuple[tuple[str, str], ...]
    token: str
    code: str
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class CertificatePage:
    pdf: bytes
    seal: SealPlace


def certificate(content: Certificate, *, fonts: FontSet, at: datetime) -> CertificatePage:
    """The page. Raises LayoutFailed, and GlyphsMissing where no font draws a character."""
    if missing := list(_missing(content, fonts)):
        lost = "、".join(glyph.character for glyph in missing)
        raise GlyphsMissing(f"字体中没有这些字：{lost}，不能制证。", tuple(missing))
    data = {
        "fonts": {role.value: font_data(role, fonts) for role in (Role.TITLE, Role.FANG, Role.HEI)},
        "title": content.title, "number": content.number, "issuer": content.issuer, "date": chinese_date(content.date),
        "lines": [list(line) for line in content.lines], "token": content.token, "code": content.code,
        "identifier": content.identifier,
    }  # fmt: skip
    compiled = compile_page("certificate.typ", data=data, fonts=fonts, at=at, pdf_a=True)
    return CertificatePage(compiled.pdf, seal_places(compiled.marks)[0])


def _missing(content: Certificate, fonts: FontSet) -> Iterator[MissingGlyph]:
    texts = [(Role.TITLE, content.title), (Role.FANG, content.number + content.issuer)]
    texts += [pair for label, value in content.lines for pair in ((Role.HEI, label), (Role.FANG, value))]
    seen = dict.fromkeys((role, character) for role, text in texts for character in text if not character.isspace())
    for role, character in seen:
        if fonts.face_for(role, character) is None:
            yield MissingGlyph(character, "证照", "第1页", role, "")
