"""A document as OFD: the same text and places as its PDF, tagged, small, quick to make, ready to be sealed."""

from datetime import UTC, datetime
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import tongban_fonts

from tongban.lib.edoc.typesetting import ofd_of, ofd_writer
from tongban.lib.gongwen import command
from tongban.lib.gongwen.fonts import FontSet
from tongban.lib.gongwen.layout.typeset import Typeset, typeset
from tongban.lib.gongwen.markdown import read_markdown
from tongban.lib.gongwen.model import Document as Official
from tongban.lib.ofd.document import Document, Ofd
from tongban.lib.ofd.extras import tag_texts
from tongban.lib.ofd.text import document_text, page_pieces

AT = datetime(2026, 3, 2, tzinfo=UTC)
Made = tuple[Official, Typeset, bytes]


@pytest.fixture(scope="module")
def fonts() -> FontSet:
    return FontSet.of(tongban_fonts.directory())


@pytest.fixture(scope="module", params=["dongxing-notice", "chibi-notice"])
def made(request: pytest.FixtureRequest, shared: Path, fonts: FontSet) -> Made:
    source = read_markdown((shared / "samples" / "gongwen" / f"{request.param}.md").read_text("utf-8"))
    result = typeset(source, fonts=fonts, at=AT)
    return source, result, ofd_of(result, document=source, fonts=fonts, at=AT)


def read(made: Made) -> Document:
    return Ofd(made[2]).document


def letters(text: str) -> str:
    return "".join(sorted("".join(text.split())))


def test_both_have_the_same_pages_and_the_same_letters(made: Made) -> None:
    found, pdf = read(made), pdfium.PdfDocument(made[1].pdf)
    assert len(found.pages) == len(pdf)
    theirs = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert letters(document_text(found)) == letters(theirs.replace("\ufffe", ""))


def test_rare_characters_of_names_are_drawn_and_read_in_both(fonts: FontSet) -> None:
    source = read_markdown("---\ntitle: 关于王㑇李䶮张𫖮的通知\nissuer: 某局\n---\n王㑇、李䶮、张𫖮、赵𬱖。")
    result = typeset(source, fonts=fonts, at=AT)
    document = Ofd(ofd_of(result, document=source, fonts=fonts, at=AT)).document
    assert "关于王㑇李䶮张𫖮的通知" in document_text(document)
    assert "王㑇、李䶮、张𫖮、赵𬱖。" in document_text(document)
    assert "𫖮" in {piece.text for piece in page_pieces(document.page(1))}  # alone: its steps cannot be miscounted
    assert {each.replaced_by for each in result.missing_glyphs} == {"LXGW WenKai"}


def test_every_font_is_embedded_and_a_page_stays_small(made: Made) -> None:
    found = read(made)
    assert all(font.part for font in found.resources.fonts.values())
    assert len(made[2]) < 150_000 * len(found.pages)


def test_elements_are_tagged_and_metadata_is_given(made: Made) -> None:
    source, _, _ = made
    found = read(made)
    tags: dict[str, str] = {}
    for name, text in tag_texts(found):
        tags[name] = tags.get(name, "") + text
    title = source.title.replace("\n", "")
    assert tags["标题"] == title
    assert {"发文机关标志", "正文", "页码"} <= set(tags) or {"发文机关标志", "标题"} <= set(tags)
    assert (found.info.title, found.info.created) == (title, "2026-03-02")


def test_letters_stand_inside_the_boxes_of_their_elements(made: Made) -> None:
    (box,) = [each for each in made[1].boxes if each.element == "标题"][:1]
    pieces = {piece.object_id: piece for piece in page_pieces(read(made).page(box.page))}
    inside = [p for p in pieces.values() if box.y <= p.y <= box.y + box.h and box.x - 1 <= p.x]
    assert "".join(piece.text for piece in inside).startswith(made[0].title[:4])


def test_the_same_document_gives_the_same_bytes(made: Made, fonts: FontSet) -> None:
    assert ofd_of(made[1], document=made[0], fonts=fonts, at=AT) == made[2]


def test_the_command_writes_ofd_beside_pdf(shared: Path, tmp_path: Path) -> None:
    source, out = shared / "samples" / "gongwen" / "dongxing-notice.md", tmp_path / "out.ofd"
    words = ["typeset", str(source), "--out", str(out)]
    command.main(words, fonts=[tongban_fonts.directory()], at=AT, others={".ofd": ofd_writer})
    assert "通知" in document_text(Ofd(out.read_bytes()).document)
