"""Fonts by role, what steps in for them, and characters that nothing draws."""

import ctypes
import shutil
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import tongban_fonts
from fontTools.ttLib import TTFont

from tongban.lib.gongwen.errors import FontMissing, GlyphsMissing
from tongban.lib.gongwen.fonts import FontSet, Role
from tongban.lib.gongwen.layout.glyphs import fonts_used, missing_glyphs
from tongban.lib.gongwen.layout.typeset import typeset
from tongban.lib.gongwen.model import Paragraph
from tongban.lib.gongwen.testing import AT, fonts, notice, text_of

SHAPELESS = "\U000323af"


def names_in(pdf: bytes) -> set[str]:
    """The base font names that the pages use, without subset tags."""
    document = pypdfium2.PdfDocument(pdf)
    found = set()
    for page in document:
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=4):
            font = pdfium.FPDFTextObj_GetFont(item.raw)
            size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
            buffer = ctypes.create_string_buffer(size)
            pdfium.FPDFFont_GetBaseFontName(font, buffer, size)
            found.add(buffer.value.decode().split("+")[-1])
    return found


def test_characters_that_the_face_lacks_are_named_with_their_place():
    document = notice(signers=(), body=(Paragraph(text="由张喆镕同志负责。"),))
    (first, second) = missing_glyphs(document, fonts=fonts())
    assert (first.character, first.element, first.replaced_by) == ("喆", "正文", "LXGW WenKai")
    assert first.place == "正文第1段“由张喆镕同志负”"
    assert second.character == "镕"


def test_a_character_that_no_font_draws_is_refused_and_a_draft_shows_its_place():
    document = notice(body=(Paragraph(text=f"甲{SHAPELESS}乙"),))
    with pytest.raises(GlyphsMissing) as caught:
        typeset(document, fonts=fonts(), at=AT)
    assert [(glyph.character, glyph.replaced_by) for glyph in caught.value.missing] == [(SHAPELESS, "")]
    assert "甲〓乙" in text_of(typeset(document, fonts=fonts(), at=AT, draft=True).pdf)


def test_the_record_names_the_fonts_that_the_pdf_really_uses():
    document = notice(body=(Paragraph(text="由张喆镕同志于2026年负责。"),))
    result = typeset(document, fonts=fonts(), at=AT)
    families = {name.split("-")[0].replace("FandolFang", "FandolFangR").lower() for name in names_in(result.pdf)}
    recorded = {use.family.replace(" ", "").lower() for use in result.fonts_used}
    assert recorded == {name.replace(" ", "") for name in families}


def test_without_the_fangsong_its_spare_draws_the_text_and_the_record_says_so(tmp_path):
    for path in tongban_fonts.directory().iterdir():
        if "FandolFang" not in path.name:
            shutil.copy(path, tmp_path)
    spare = FontSet.of(tmp_path)
    result = typeset(notice(), fonts=spare, at=AT)
    assert "未安装仿宋字体，全部以LXGW WenKai代替。" in result.warnings
    assert not result.missing_glyphs
    assert all(use.spare for use in fonts_used(notice(), fonts=spare) if use.role is Role.FANG)


def test_a_registered_font_comes_first():
    own = tongban_fonts.directory() / "FandolKai-Regular.otf"
    chosen = FontSet.of(tongban_fonts.directory(), registered={Role.TITLE: own})
    uses = [use for use in fonts_used(notice(), fonts=chosen) if use.role is Role.TITLE]
    assert [(use.file, use.spare) for use in uses] == [("FandolKai-Regular.otf", False)]


def test_a_licensed_face_in_a_folder_is_recognised_by_its_family(tmp_path):
    with TTFont(tongban_fonts.directory() / "FandolSong-Bold.otf") as font:
        for record in font["name"].names:
            if record.nameID in {1, 16}:
                record.string = "FZXiaoBiaoSong-B05S"
        font.save(tmp_path / "FZXBSJW.otf")
    chosen = FontSet.of(tmp_path, tongban_fonts.directory())
    files = {use.role: use.file for use in fonts_used(notice(), fonts=chosen)}
    assert files[Role.TITLE] == files[Role.MARK] == "FZXBSJW.otf"
    assert files[Role.FANG] == "FandolFang-Regular.otf"


def test_a_folder_without_fonts_is_refused(tmp_path):
    with pytest.raises(FontMissing):
        FontSet.of(tmp_path)


def test_threads_lay_out_side_by_side():
    documents = [notice(lines=lines) for lines in range(4, 16)]
    alone = [typeset(document, fonts=fonts(), at=AT).pdf for document in documents]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda document: typeset(document, fonts=fonts(), at=AT).pdf, documents))
    assert together == alone
