"""A slip (回执) or a blank form (空白表) on A4: labels and values in ruled boxes, a note, a code to scan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tongban.lib.gongwen.errors import GlyphsMissing
from tongban.lib.gongwen.fonts import FontSet, Role
from tongban.lib.gongwen.layout.content import font_data
from tongban.lib.gongwen.layout.engine import compile_page
from tongban.lib.gongwen.layout.glyphs import MissingGlyph


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its value; an empty value leaves `height` millimetres to write in."""

    label: str
    value: str = ""
    height: int = 7


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What is printed. `code` is a picture (SVG), or empty."""

    title: str
    under: str = ""
    parts: tuple[Part, ...]
    note: str = ""
    code: str = ""


def slip(content: Slip, *, fonts: FontSet, at: datetime) -> bytes:
    """The pages as PDF. Raises LayoutFailed, and GlyphsMissing where no font draws a character."""
    if missing := list(_missing(content, fonts)):
        lost = "、".join(glyph.character for glyph in missing)
        raise GlyphsMissing(f"字体中没有这些字：{lost}，不能制作。", tuple(missing))
    parts = [
        {"title": part.title, "rows": [{"label": r.label, "value": r.value, "height": r.height} for r in part.rows]}
        for part in content.parts
    ]
    data = {
        "fonts": {role.value: font_data(role, fonts) for role in (Role.TITLE, Role.FANG, Role.HEI)},
        "title": content.title, "under": content.under, "parts": parts, "note": content.note, "code": content.code,
    }  # fmt: skip
    return compile_page("slip.typ", data=data, fonts=fonts, at=at, pdf_a=True).pdf


def _missing(content: Slip, fonts: FontSet) -> Iterator[MissingGlyph]:
    rows = [row for part in content.parts for row in part.rows]
    texts = [(Role.TITLE, content.title), (Role.FANG, content.under + content.note)]
    texts += [(Role.HEI, part.title) for part in content.parts] + [(Role.HEI, row.label) for row in rows]
    texts += [(Role.FANG, row.value) for row in rows]
    seen = dict.fromkeys((role, character) for role, text in texts for character in text if not character.isspace())
    for role, character in seen:
        if fonts.face_for(role, character) is None:
            yield MissingGlyph(character, "表", "第1页", role, "")
