"""Text, tags, attachments and annotations."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.lib.ofd.characters import characters
from tongban.lib.ofd.document import Ofd
from tongban.lib.ofd.errors import TooLarge
from tongban.lib.ofd.extras import annotations, attachment_data, attachments, tag_texts
from tongban.lib.ofd.geometry import Matrix, repeated
from tongban.lib.ofd.testing import CONTENT, DOCUMENT_XML, NAMESPACE, one_page, packed, page_parts, sample
from tongban.lib.ofd.text import document_text, page_pieces, page_text
from tongban.lib.ofd.xml import descendants

LINE = '<ofd:TextObject ID="4" Boundary="%s" Font="2" Size="5">%s</ofd:TextObject>'
SAID = {
    "made-by-ofdrw-gbt35275": "你好呀，OFD Reader&Writer！",
    "tampered-content": "您好呀，OFD Reader&Writer！",
    "attachment-1p": "这是一个带有附件的OFD文件",
    "rotation-suwell": "二、图形对象",
    "sealV1-thirdparty-invalid": "关于同意张阿三同志辞职的批复\n区中医院：",
    "permit-2p-two-sealV4-modified": "建筑工程施工许可证附件\n",
    "licence-two-gbt35275": "采矿许可证\n(正本)",
    "invoice-5p-sealV4-attachment": "收款人：张一诺 复核：张嘉诺 开票人：任盈盈",
    "watermark-annot-6p": "拿来主义\n鲁迅\n一",
}


@pytest.mark.parametrize("name", SAID)
def test_samples_say_what_they_show(shared: Path, name: str) -> None:
    assert SAID[name] in document_text(Ofd(sample(shared, name)).document)


def test_tags_lead_to_the_text_of_their_objects(shared: Path) -> None:
    found = tag_texts(Ofd(sample(shared, "invoice-5p-sealV4-attachment")).document)
    assert ("BuyerName", "个人") in found
    assert ("TaxInclusiveTotalAmount", "10600.00") in [(name, text.lstrip("¥￥")) for name, text in found]


def test_tags_that_are_not_well_formed_are_read(shared: Path) -> None:
    found = tag_texts(Ofd(sample(shared, "licence-two-gbt35275")).document)
    assert ("生产规模", "3.0万吨/年") in found


def test_attachments_come_out_as_they_went_in(shared: Path) -> None:
    document = Ofd(sample(shared, "attachment-1p")).document
    (found,) = attachments(document)
    assert (found.name, found.created) == ("Gao", "2020-05-20")
    assert attachment_data(document, found).startswith(b"\xff\xd8\xff")


def test_annotations_of_a_page(shared: Path) -> None:
    document = Ofd(sample(shared, "watermark-annot-6p")).document
    assert [(each.page_id, each.kind) for each in annotations(document)] == [
        ("1", "Watermark"),
        ("59", "Watermark"),
        ("116", "Watermark"),
    ]
    assert len(annotations(document, page_id="59")) == 1


def test_lines_are_read_from_top_to_bottom_and_left_to_right() -> None:
    code = '<ofd:TextCode X="0" Y="4" DeltaX="g 1 5">%s</ofd:TextCode>'
    objects = [
        LINE % ("60 20 9 5", code % "丁戊"),
        LINE % ("20 20 9 5", code % "乙丙"),
        LINE % ("20 10 9 5", code % "甲子"),
    ]
    assert page_text(Ofd(one_page("".join(objects))).document.page(1)) == "甲子\n乙丙 丁戊"


def test_what_is_drawn_twice_to_look_bold_is_read_once() -> None:
    code = '<ofd:TextCode X="0" Y="4">红</ofd:TextCode>'
    objects = LINE % ("20 20 9 5", code) + LINE % ("20.3 20 9 5", code)
    assert page_text(Ofd(one_page(objects)).document.page(1)) == "红"


def test_pieces_stand_where_matrix_and_boundary_put_them() -> None:
    written = LINE.replace('Size="5"', 'Size="1" CTM="5 0 0 5 1 2"') % (
        "10 20 9 9",
        '<ofd:TextCode X="2" Y="1">天</ofd:TextCode>',
    )
    (piece,) = page_pieces(Ofd(one_page(written)).document.page(1))
    assert (piece.x, piece.y, piece.size) == (10 + 1 + 10, 20 + 2 + 5, 5)


def test_a_line_break_inside_one_object_parts_the_pieces() -> None:
    code = '<ofd:TextCode X="0" Y="4" DeltaX="5 -5" DeltaY="0 6">甲乙丙</ofd:TextCode>'
    assert page_text(Ofd(one_page(LINE % ("20 20 9 5", code))).document.page(1)) == "甲乙\n丙"


def test_glyphs_named_by_the_file_belong_to_their_characters() -> None:
    change = (
        '<ofd:CGTransform CodePosition="1" CodeCount="2" GlyphCount="1"><ofd:Glyphs>77</ofd:Glyphs></ofd:CGTransform>'
    )
    objects = LINE % ("0 0 9 9", change + '<ofd:TextCode X="0" Y="0">afib</ofd:TextCode>')
    page = Ofd(one_page(objects)).document.page(1)
    (element,) = descendants(page.root, "TextObject")
    assert [(each.text, each.glyph) for each in characters(element)] == [("a", None), ("fi", 77), ("b", None)]


def test_composite_units_that_contain_themselves_end() -> None:
    unit = '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="9"><ofd:Content>%s</ofd:Content>'
    again = '<ofd:CompositeObject ID="8" ResourceID="9" Boundary="0 0 9 9"/>' * 2
    resources = unit % again + "</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    with pytest.raises(TooLarge, match="嵌套"):
        document_text(Ofd(one_page(again, resources=resources)).document)


def test_a_huge_repeat_costs_nothing() -> None:
    assert repeated("g 999999999999 1 5", most=4) == (1, 1, 1, 1)
    code = '<ofd:TextCode X="0" Y="4" DeltaX="g 1e9 1">甲乙</ofd:TextCode>'
    assert page_text(Ofd(one_page(LINE % ("0 0 9 9", code))).document.page(1)) == "甲乙"


def test_lists_that_are_missing_or_damaged_are_empty() -> None:
    linked = "<ofd:Attachments>a.xml</ofd:Attachments><ofd:CustomTags>b.xml</ofd:CustomTags></ofd:Document>"
    parts = page_parts("") | {
        "Doc_0/Document.xml": DOCUMENT_XML.replace("</ofd:Document>", linked),
        "Doc_0/a.xml": "<Attachments",
        CONTENT: f"<ofd:Page {NAMESPACE}/>",
    }
    document = Ofd(packed(parts)).document
    assert (attachments(document), annotations(document), tag_texts(document)) == ((), (), [])


_small = st.floats(-100, 100, allow_nan=False)


@given(*[st.tuples(*[_small] * 6)] * 2, _small, _small)
def test_one_matrix_after_another_moves_points_twice(outer: tuple, inner: tuple, x: float, y: float) -> None:
    one, two = Matrix(*outer), Matrix(*inner)
    assert one.after(two).point(x, y) == pytest.approx(one.point(*two.point(x, y)), abs=1e-4)
