"""Set a document on GB/T 9704-2012 pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tongban.lib.gongwen.errors import GlyphsMissing
from tongban.lib.gongwen.fonts import FontSet, Role
from tongban.lib.gongwen.glyphs import FontUse, MissingGlyph, missing_in, used_in
from tongban.lib.gongwen.layout.boxes import Box, SealPlace, boxes, seal_places
from tongban.lib.gongwen.layout.content import PITCH_PT, page_data, replaced
from tongban.lib.gongwen.layout.engine import Compiled, compile_page
from tongban.lib.gongwen.model import Document


@dataclass(frozen=True, slots=True)
class Typeset:
    """The pages and everything that is known about them; lengths in mm from the sheet's top left.

    ``missing_glyphs`` names characters that no font draws (they print as empty boxes: do not issue) and those that
    a spare font draws. ``warnings`` are sentences for the person who lays out.
    """

    pdf: bytes
    pages: int
    boxes: list[Box]
    seal_places: list[SealPlace]
    fonts_used: list[FontUse]
    missing_glyphs: list[MissingGlyph]
    warnings: list[str]


_TEXT = {"正文", "表格"}
_HEAD_SCALES = (1.0, 0.8, 0.6, 0.45)
# What may be changed, in this order, so that no seal stands on a page without text (7.3.5: 调整行距、字距).
_WAYS: Sequence[tuple[float, bool, str]] = (
    (PITCH_PT, False, ""),
    (28.5, False, "为避免印章页无正文，行距由29.6磅减为28.5磅。"),
    ((225 / 25.4 * 72 - 16) / 22, False, "为避免印章页无正文，每页由22行调为23行。"),
    ((225 / 25.4 * 72 - 16) / 20, False, "为避免印章页无正文，每页由22行调为21行。"),
    (PITCH_PT, True, "为避免印章页无正文，正文末段整段移至落款页。"),
)


def typeset(document: Document, *, fonts: FontSet, at: datetime, pdf_a: bool = True, draft: bool = False) -> Typeset:
    """Lay the document out; ``at`` is the creation time written into the PDF.

    Promises: text is data and never evaluated; every element's box is given; the place of each seal is inside the
    text area on a page with body text. PDF/A-2b is written as such but no validator is consulted.
    Raises LayoutFailed, and GlyphsMissing where no font draws a character; a ``draft`` prints 〓 instead.
    """
    data = page_data(document, fonts=fonts)
    missing = missing_in(data, fonts=fonts)
    shapeless = "".join(dict.fromkeys(glyph.character for glyph in missing if not glyph.replaced_by))
    if shapeless and not draft:
        raise GlyphsMissing(f"字体中没有这些字：{'、'.join(shapeless)}，不能签发。", tuple(missing))
    job = _Job(document, fonts, at, pdf_a, shapeless)
    compiled, way = _laid_out(job)
    found = boxes(compiled.marks)
    return Typeset(
        pdf=compiled.pdf,
        pages=max((box.page for box in found), default=1),
        boxes=found,
        seal_places=seal_places(compiled.marks),
        fonts_used=used_in(data, fonts=fonts),
        missing_glyphs=missing,
        warnings=[warning for warning in (way, *_warnings(compiled, found), *_stand_ins(fonts)) if warning],
    )


@dataclass(frozen=True, slots=True)
class _Job:
    document: Document
    fonts: FontSet
    at: datetime
    pdf_a: bool
    shapeless: str

    def compiled(self, *, pitch: float, keep_last: bool, head_scale: float) -> Compiled:
        data = page_data(self.document, fonts=self.fonts, pitch_pt=pitch, keep_last=keep_last, head_scale=head_scale)
        shown = replaced(data, self.shapeless) if self.shapeless else data
        return compile_page("gongwen.typ", data=shown, fonts=self.fonts, at=self.at, pdf_a=self.pdf_a)


def _laid_out(job: _Job) -> tuple[Compiled, str]:
    """Joint heads shrink until page one shows body text (7.2.4: 必须保证首页显示正文)."""
    scales = _HEAD_SCALES if len(job.document.issuers) > 1 else _HEAD_SCALES[:1]
    for scale in scales:
        attempt = _closed(job, scale)
        if _text_on_first_page(boxes(attempt[0].marks)):
            break
    return attempt


def _closed(job: _Job, head_scale: float) -> tuple[Compiled, str]:
    first: Compiled | None = None
    for pitch, keep_last, words in _WAYS:
        compiled = job.compiled(pitch=pitch, keep_last=keep_last, head_scale=head_scale)
        if not _lonely_closing(compiled):
            return compiled, words
        first = first or compiled
    assert first is not None
    return first, "落款页没有正文，请增删正文。"


def _text_on_first_page(found: Sequence[Box]) -> bool:
    pages = {box.page for box in found if box.element in _TEXT}
    return not pages or 1 in pages


def _lonely_closing(compiled: Compiled) -> bool:
    found = boxes(compiled.marks)
    signed = [box.page for box in found if box.element in {"发文机关署名", "成文日期"}]
    text = {box.page for box in found if box.element in _TEXT}
    return bool(signed and text) and min(signed) not in text


def _warnings(compiled: Compiled, found: Sequence[Box]) -> list[str]:
    words = []
    if any(mark["element"] == "空白页" for mark in compiled.marks):
        words.append("版记前出现空白页，建议增删一行或调整行距。")
    if not _text_on_first_page(found):
        words.append("首页没有正文，请缩短发文机关标志、标题或将主送机关移至版记。")
    return words


_FACES = {Role.FANG: "仿宋", Role.KAI: "楷体", Role.HEI: "黑体", Role.TITLE: "小标宋", Role.DIGITS: "宋体"}


def _stand_ins(fonts: FontSet) -> list[str]:
    roles = [role for role in _FACES if role in fonts.stand_ins]
    return [f"未安装{_FACES[role]}字体，全部以{fonts.main(role).family}代替。" for role in roles]
