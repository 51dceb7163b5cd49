"""Files that this library writes: what goes in comes out, in the schema's order, always the same bytes."""

import io
import zipfile
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest
import tongban_fonts
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tongban.lib.ofd.document import Ofd
from tongban.lib.ofd.errors import NotWritable
from tongban.lib.ofd.extras import annotations, attachment_data, attachments, tag_texts
from tongban.lib.ofd.geometry import Box, Matrix, number, repeated
from tongban.lib.ofd.render.page import Renderer
from tongban.lib.ofd.text import document_text, page_pieces
from tongban.lib.ofd.writing.model import Attached, FontFile, NewDocument, Page, Path, Picture, Text
from tongban.lib.ofd.writing.writer import write_ofd

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SONG = {"宋体": FontFile(tongban_fonts.directory() / "FandolSong-Regular.otf")}
SVG = {"s": "http://www.w3.org/2000/svg"}
# The children of each element in the order of the schemas of GB/T 33190-2016.
ORDER = {
    "OFD": ["DocBody"],
    "DocBody": ["DocInfo", "DocRoot", "Versions", "Signatures"],
    "DocInfo": ["DocID", "Title", "Author", "Subject", "Abstract", "CreationDate", "ModDate", "DocUsage", "Cover", "Keywords",
        "Creator", "CreatorVersion", "CustomDatas"],
    "Document": ["CommonData", "Pages", "Outlines", "Permissions", "Actions", "VPreferences", "Bookmarks", "Annotations",
        "CustomTags", "Attachments", "Extensions"],
    "CommonData": ["MaxUnitID", "PageArea", "PublicRes", "DocumentRes", "TemplatePage", "DefaultCS"],
    "Page": ["Template", "PageRes", "Area", "Content", "Actions", "FileLoc"],
    "TextObject": ["Actions", "Clips", "FillColor", "StrokeColor", "CGTransform", "TextCode"],
    "PathObject": ["Actions", "Clips", "StrokeColor", "FillColor", "AbbreviatedData"],
    "Annot": ["Remark", "Parameters", "Appearance"],
}  # fmt: skip


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    rows = zlib.compress((b"\0" + b"\xff\0\0" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def line(text: str = "通办公文", x: float = 30, y: float = 50, **more: Any) -> Text:
    return Text(text, x, y, 5, "宋体", steps=(5.5,) * (len(text) - 1), **more)


def document(*objects: Any, **more: Any) -> NewDocument:
    return NewDocument((Page(210, 297, objects),), AT, **({"fonts": SONG} | more))


def read(made: NewDocument) -> Any:
    return Ofd(write_ofd(made)).document


def full() -> NewDocument:
    triangle = Path(
        (("M", (10, 10)), ("L", (20, 10)), ("B", (20, 12, 18, 20, 15, 20)), ("C", ())), fill=(255, 0, 0), dashes=(1, 2)
    )
    objects = (
        line("通办公文", tag="标题"),
        line(y=70, tag="正文", colour=(200, 0, 0)),
        triangle,
        Picture.at(png(), Box(50, 60, 30, 20)),
    )
    marked = Page(210, 297, objects, watermark=(line("样章", alpha=60),))
    return NewDocument(
        (marked, Page(297, 210, (line(),))), AT, SONG, title="题名", custom={"文号": "通〔2026〕1号"},
        attachments=(Attached("附件一", "xml", b"<a/>"),),
    )  # fmt: skip


def test_text_metadata_tags_and_attachments_come_out_as_they_went_in() -> None:
    found = read(full())
    assert document_text(found) == "通办公文\n通办公文\f通办公文"
    assert (found.info.title, found.info.created, found.info.custom) == (
        "题名",
        "2026-03-02",
        {"文号": "通〔2026〕1号"},
    )
    assert tag_texts(found) == [("标题", "通办公文"), ("正文", "通办公文")]
    (attached,) = attachments(found)
    assert (attached.name, attachment_data(found, attached)) == ("附件一", b"<a/>")
    assert [(each.kind, each.page_id) for each in annotations(found)] == [("Watermark", found.pages[0].id)]
    assert [(page.box.width, page.box.height) for page in found.pages] == [(210, 297), (297, 210)]


def test_the_same_document_gives_the_same_bytes_and_another_another() -> None:
    assert write_ofd(full()) == write_ofd(full())
    first, second = (read(document(line(text))).info.id for text in ("甲", "乙"))
    assert first != second
    assert len(first) == 32


def test_elements_stand_in_the_order_of_the_schema_and_identifiers_are_unique() -> None:
    package = Ofd(write_ofd(full())).package
    seen: list[int] = []
    for name in package.names:
        if not name.endswith(".xml") or name.startswith("Doc_0/Attachs/attachment"):
            continue
        for element in etree.fromstring(package.read(name)).iter():
            order = ORDER.get(etree.QName(element).localname, [])
            places = [order.index(etree.QName(child).localname) for child in element] if order else []
            assert places == sorted(places), (name, element.tag)
            seen += [int(element.get("ID"))] if element.get("ID", "").isdigit() and "Document" not in name else []
    greatest = Ofd(write_ofd(full())).document.root.findtext(".//{*}MaxUnitID")
    assert len(seen) == len(set(seen))
    assert max(seen) <= int(greatest or 0)


def test_parts_stand_where_other_readers_look_for_them() -> None:
    with zipfile.ZipFile(io.BytesIO(write_ofd(full()))) as archive:
        names = archive.namelist()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names[0] == "OFD.xml"
    assert {
        "Doc_0/Document.xml",
        "Doc_0/PublicRes.xml",
        "Doc_0/Pages/Page_1/Content.xml",
        "Doc_0/Tags/CustomTags.xml",
    } <= set(names)


def test_characters_stand_to_a_thousandth_of_a_millimetre() -> None:
    (piece,) = page_pieces(read(document(line(x=31.2345, y=99.9))).page(1))
    assert (piece.x, piece.y) == (pytest.approx(31.2345, abs=0.001), pytest.approx(99.9, abs=0.001))


def test_embedded_fonts_hold_the_characters_that_are_used_and_draw_the_same() -> None:
    package = read(document(line("永乐乐永A"))).package
    (name,) = [each for each in package.names if each.endswith(".ttf")]
    found, whole = TTFont(io.BytesIO(package.read(name))), TTFont(SONG["宋体"].path)
    assert {chr(code) for code in found.getBestCmap()} == set("永乐A")
    for letter in "永乐A":
        ours, theirs = (font.getGlyphSet()[font.getBestCmap()[ord(letter)]] for font in (found, whole))
        assert ours.width == theirs.width
        assert bounds(found, ours) == pytest.approx(bounds(whole, theirs), abs=2)
    assert found["maxp"].numGlyphs == 4


def bounds(font: Any, glyph: Any) -> tuple[float, ...]:
    from fontTools.pens.boundsPen import BoundsPen

    pen = BoundsPen(None)
    glyph.draw(pen)
    return pen.bounds


def test_pages_of_ours_are_drawn_by_their_outlines() -> None:
    found = read(document(line()))
    root = etree.fromstring(Renderer(found).svg(found.page(1)))
    assert len(root.xpath("//s:g[not(@opacity)]/s:use", namespaces=SVG)) == 4


def test_a_character_that_the_font_lacks_is_named() -> None:
    with pytest.raises(NotWritable, match="𪚥"):
        write_ofd(document(line("龍𪚥")))


def test_a_font_without_a_file_is_only_named() -> None:
    assert document_text(read(document(line("𪚥"), fonts={}))) == "𪚥"


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (NewDocument((), AT), "页"),
        (document(Text("甲乙", 1, 1, 5, "宋体")), "字距"),
        (document(Picture.at(b"GIF89a", Box(0, 0, 1, 1))), "PNG"),
        (document(Path((("M", (1,)),))), "路径"),
    ],
)
def test_what_cannot_be_written_is_refused(made: NewDocument, why: str) -> None:
    with pytest.raises(NotWritable, match=why):
        write_ofd(made)


def test_turned_text_stands_where_its_matrix_puts_it() -> None:
    (piece,) = page_pieces(read(document(Text("横", 10, 20, 5, "宋体", matrix=Matrix(0, 1, -1, 0, 100, 0)))).page(1))
    assert (piece.x, piece.y) == (80, 10)


def test_a_turned_picture_keeps_its_place() -> None:
    page = read(document(Picture(png(), Matrix(0, 20, -30, 0, 80, 40)))).page(1)
    (element,) = page.root.iter("{*}ImageObject")
    assert Box.read(element.get("Boundary")) == Box(50, 40, 30, 20)
    root = etree.fromstring(Renderer(page.document).svg(page))
    assert root.xpath("//s:use/ancestor::s:g/@transform", namespaces=SVG) == [
        "translate(50 40)",
        "matrix(0 20 -30 0 30 0)",
    ]


def test_pictures_that_repeat_are_written_once() -> None:
    picture = Picture.at(png(), Box(0, 0, 9, 9))
    names = read(document(picture, picture)).package.names
    assert [each for each in names if "image" in each] == ["Doc_0/Res/image_0.png"]


def test_control_characters_do_not_reach_the_file() -> None:
    made = document(Text("甲\x00乙", 1, 9, 5, "宋体", steps=(5,)), title="题\x0b名")
    assert (document_text(read(made)), read(made).info.title) == ("甲乙", "题名")


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.floats(-50, 50).map(lambda value: round(value, 3)), max_size=40), st.text("公文通办 &<>\"'", min_size=1)
)
def test_any_steps_and_any_text_survive(steps: list[float], text: str) -> None:
    run = Text("公" * (len(steps) + 1), 10, 20, 5, "宋体", steps=tuple(steps))
    (element,) = read(document(run, title=text, fonts={})).page(1).root.iter("{*}TextCode")
    assert repeated(element.get("DeltaX", ""), most=100) == pytest.approx(steps)
    assert number(element.get("Y")) > 0
    assert read(document(run, title=text, fonts={})).info.title == text.strip()
