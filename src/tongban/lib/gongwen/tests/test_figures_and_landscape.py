"""Pictures, and tables that lie on their side (A4 横排)."""

import io
import struct
import zlib

import docx
import pypdfium2
import pytest
from docx.enum.section import WD_ORIENT
from docx.shared import Mm

from tongban.lib.gongwen.blocks import body_blocks, written
from tongban.lib.gongwen.docx import read_docx
from tongban.lib.gongwen.errors import SourceUnreadable
from tongban.lib.gongwen.layout.typeset import Typeset, typeset
from tongban.lib.gongwen.markdown import read_markdown
from tongban.lib.gongwen.model import Attachment, Figure, Paragraph, Table
from tongban.lib.gongwen.pictures import Size, size_of
from tongban.lib.gongwen.testing import AT, fonts, notice


def png(across: int = 300, down: int = 150) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", across, down, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xc0\x20\x20" * across) * down)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def laid(**changes: object) -> Typeset:
    return typeset(notice(**changes), fonts=fonts(), at=AT)


def wide(rows: int, columns: int = 11) -> Table:
    head = tuple(f"第{number}项" for number in range(columns))
    return Table(rows=(head, *(tuple(f"{row}件" for _ in range(columns)) for row in range(rows))))


def test_a_picture_stands_in_the_middle_at_the_size_asked_for_with_its_caption_below():
    figure = Figure(data=png(), caption="图1　用水走势", width_mm=100)
    (box,) = [box for box in laid(body=(Paragraph(text="走势如下。"), figure)).boxes if box.element == "插图"]
    assert (box.w, box.h, box.x + box.w / 2) == pytest.approx((100, 50, 28 + 78), abs=0.1)


@pytest.mark.parametrize(("width", "expected"), [(0, 300 / 150 * 25.4), (400, 156)])
def test_a_picture_without_a_size_takes_its_own_and_none_is_wider_than_the_text(width, expected):
    (box,) = [box for box in laid(body=(Figure(data=png(), width_mm=width),)).boxes if box.element == "插图"]
    assert box.w == pytest.approx(expected, abs=0.1)


def test_pictures_are_named_in_markdown_and_written_back():
    lines = ["![图1 走势](走势.png){width=80mm}"]
    (figure,) = body_blocks(lines, pictures=lambda name: png() if name == "走势.png" else b"")
    assert figure == Figure(data=png(), caption="图1走势", width_mm=80, name="走势.png")
    assert body_blocks(written([figure]), pictures=lambda name: png()) == [figure]


@pytest.mark.parametrize("data", [b"", b"GIF89a" + bytes(50), png()[:40], b"\xff\xd8" + bytes(60)])
def test_what_is_no_whole_picture_is_refused_by_name(data):
    with pytest.raises(SourceUnreadable, match="走势"):
        size_of(data, name="走势.png")


def test_the_size_of_a_jpeg_is_read_from_its_frame():
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, 40, 90, 1) + bytes(8)
    assert size_of(b"\xff\xd8\xff\xe0\x00\x04ab" + frame, name="x") == Size("jpeg", 90, 40)


def test_a_wide_table_lies_on_its_side_with_its_head_at_the_left_of_each_page():
    result = laid(attachments=(Attachment(title="任务分工表", blocks=(wide(60),)),))
    boxes = [box for box in result.boxes if box.element == "附件表格"]
    assert len(boxes) >= 2
    assert [box.page for box in boxes] == list(range(boxes[0].page, boxes[0].page + len(boxes)))
    for box in boxes:
        assert (box.y, box.h) == pytest.approx((37, 225), abs=0.2)
        assert box.x + 0.1 >= 28
        assert box.x + box.w <= 184.1
    title = next(box for box in result.boxes if box.element == "附件标题")
    assert (title.page, title.x < boxes[0].x) == (boxes[0].page, True)
    numbers = [box for box in result.boxes if box.element == "页码"]
    assert {round(box.y, 1) for box in numbers} == {269.0}


def test_each_row_of_a_table_on_its_side_is_printed_once_under_a_repeated_head():
    result = laid(body=(Paragraph(text="见下表。"), wide(40)))
    pages = len({box.page for box in result.boxes if box.element == "表格"})
    with pypdfium2.PdfDocument(result.pdf) as document:
        text = "".join(document[at].get_textpage().get_text_range() for at in range(len(document)))
    assert text.replace("\r\n", "").count("39件") == 11
    assert text.replace("\r\n", "").count("第3项") == pages


def test_a_mark_before_a_narrow_table_lays_it_on_its_side():
    (table,) = body_blocks(["{横排}", "|单位|数量|", "|---|---|", "|水利局|12|"])
    assert isinstance(table, Table)
    assert table.landscape
    assert body_blocks("\n".join(written([table])).split("\n")) == [table]
    result = laid(body=(table,))
    (box,) = [box for box in result.boxes if box.element == "表格"]
    assert box.h == pytest.approx(225, abs=0.2)


def word() -> bytes:
    draft = docx.Document()
    draft.add_paragraph("请认真落实。")
    draft.add_picture(io.BytesIO(png()), width=Mm(90))
    draft.add_table(2, 2).cell(0, 0).text = "竖"
    section = draft.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    draft.add_table(2, 2).cell(0, 0).text = "横"
    stream = io.BytesIO()
    draft.save(stream)
    return stream.getvalue()


def test_a_word_draft_gives_its_pictures_and_the_tables_of_landscape_sections():
    found = read_docx(word(), pictures=True)
    figure = next(block for block in found.document.body if isinstance(block, Figure))
    assert (figure.width_mm, size_of(figure.data, name="").across) == (90, 300)
    tables = [block for block in found.document.body if isinstance(block, Table)]
    assert [(table.rows[0][0], table.landscape) for table in tables] == [("竖", False), ("横", True)]
    assert found.left_out == ()
    assert read_docx(word()).left_out == ("图片1处未导入。",)


def test_attachments_are_read_with_their_pictures():
    source = "---\ntitle: 关于用水的通知\nattachments: [走势图]\n---\n正文。\n# 走势图\n![走势](a.png)\n"
    (attachment,) = read_markdown(source, pictures=lambda name: png()).attachments
    assert isinstance(attachment.blocks[0], Figure)
