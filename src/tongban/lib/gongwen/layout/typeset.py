"""Set a document on GB/T 9704-2012 pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tongban.lib.gongwen.errors import GlyphsMissing
from tongban.lib.gongwen.fonts import FontSet, Role
from tongban.lib.gongwen.layout.boxes import HEIGHT_MM, TOP_MM, Box, SealPlace, boxes, seal_places
from tongban.lib.gongwen.layout.content import PITCH_PT, Fit, page_data, replaced
from tongban.lib.gongwen.layout.engine import Compiled, compile_page
from tongban.lib.gongwen.layout.glyphs import FontUse, MissingGlyph, missing_in, used_in
from tongban.lib.gongwen.model import Document


@dataclass(frozen=True, slots=True)
class Typeset:
    """The pages and everything that is known about them; lengths in mm from the sheet's top left.

    ``missing_glyphs`` names characters that a spare font draws, and in a draft those that no font draws (printed
    as 〓). ``warnings`` are sentences for the person who lays out.
    """

    pdf: bytes
    pages: int
    boxes: list[Box]
    seal_places: list[SealPlace]
    fonts_used: list[FontUse]
    missing_glyphs: list[MissingGlyph]
    warnings: list[str]


_TEXT = {"正文", "表格"}
PT_PER_MM = 72 / 25.4
_HEAD_SCALES = (1.0, 0.8, 0.6, 0.45)


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

    def compiled(self, fit: Fit, head_scale: float) -> Compiled:
        data = page_data(self.document, fonts=self.fonts, fit=fit, head_scale=head_scale)
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
    """Text and signature on one page: the standard leaves line spacing to do it (7.3.5: 调整行距、字距)."""
    first = job.compiled(Fit(), head_scale)
    if not _lonely_closing(first):
        return first, ""
    spare = first, "落款页没有正文，请增删正文。"
    for fit, words in _ways(first):
        compiled = job.compiled(fit, head_scale)
        if not _lonely_closing(compiled):
            spare = compiled, f"为避免印章页无正文，{words}"
            if _text_on_first_page(boxes(compiled.marks)):
                break
    return spare


def _ways(first: Compiled) -> Iterator[tuple[Fit, str]]:
    """What to try, the least first: lines closer; a line fewer on each page or the last two lines of page one
    moved on; the whole last paragraph moved on."""
    text = [box for box in boxes(first.marks) if box.element in _TEXT]
    last = text[-1]
    for pitch in _closer_pitches(first, text):
        yield Fit(pitch_pt=pitch), f"行距由{PITCH_PT:.1f}磅减为{pitch:.1f}磅。"
    if last.page > 1:
        yield Fit(pitch_pt=_lines(21)), "每页由22行调为21行。"
        yield Fit(pitch_pt=_lines(23)), "每页由22行调为23行。"
    else:
        below = TOP_MM + HEIGHT_MM - last.y - last.h
        yield Fit(reserve_mm=below + 1.5 * PITCH_PT / PT_PER_MM), "首页正文末两行移至落款页。"
        yield Fit(reserve_mm=below + 0.5 * PITCH_PT / PT_PER_MM), "首页正文末行移至落款页。"
    yield Fit(keep_last=True), "正文末段整段移至落款页。"


def _lines(count: int) -> float:
    """The pitch in pt at which ``count`` lines fill a page."""
    return (HEIGHT_MM * PT_PER_MM - 16) / (count - 1)


def _closer_pitches(first: Compiled, text: Sequence[Box]) -> list[float]:
    """The pitch at which the signature would just fit below the text, and the closest that still has 22 lines."""
    closest = _lines(23) + 0.02
    last = text[-1]
    top = next(box.y for box in text if box.page == last.page)
    gaps = (last.y + last.h - top) * PT_PER_MM / PITCH_PT + (3 if last.page == 1 else 0)
    height = next(mark["height"] for mark in first.marks if mark["edge"] == "extent")
    room = TOP_MM + HEIGHT_MM - last.y - last.h
    lacking = (height - room) * PT_PER_MM + PITCH_PT - 16
    wanted = PITCH_PT - (lacking + 0.5) / gaps
    if wanted >= closest:
        return [wanted, closest]
    return [closest] if wanted >= closest - 0.5 else []


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
