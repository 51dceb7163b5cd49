"""Word drafts: what is taken over, what is reported, and what is refused before it costs memory."""

import io
import tracemalloc
import zipfile
from contextlib import suppress

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.lib.gongwen.docx import read_docx
from tongban.lib.gongwen.errors import DocxRefused
from tongban.lib.gongwen.model import Heading, Paragraph, Table


def saved(word) -> bytes:
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def draft() -> bytes:
    word = docx.Document()
    for line in ("云溪县人民政府办公室", "关于开展节约用水工作的通知", "各乡镇人民政府:", "　　现通知如下:"):
        word.add_paragraph(line)
    word.add_paragraph("一、总体要求")
    table = word.add_table(2, 2)
    for cell, words in zip([*table.rows[0].cells, *table.rows[1].cells], ["单位", "数量", "水利局", "12"], strict=True):
        cell.text = words
    word.add_paragraph("请认真落实.")
    return saved(word)


def test_title_recipients_levels_and_tables_are_taken_over():
    imported = read_docx(draft())
    document = imported.document
    assert document.title == "云溪县人民政府办公室关于开展节约用水工作的通知"
    assert (document.kind, document.main_recipients) == ("通知", "各乡镇人民政府")
    assert document.body == (
        Paragraph(text="现通知如下："),
        Heading(level=1, label="一、", title="总体要求"),
        Table(rows=(("单位", "数量"), ("水利局", "12"))),
        Paragraph(text="请认真落实。"),
    )
    assert imported.left_out == ()


LEVELS = [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]


def numbered(levels) -> bytes:
    word = docx.Document()
    root = word.part.numbering_part.element
    definition = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(LEVELS)
    )
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{definition}</w:abstractNum>'
    root.insert(0, parse_xml(abstract))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))
    for depth, words in levels:
        properties = word.add_paragraph(words)._p.get_or_add_pPr()
        number = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="91"/></w:numPr>'
        properties.append(parse_xml(number))
    return saved(word)


def test_automatic_numbers_become_text():
    body = read_docx(numbered([(0, "甲"), (1, "乙"), (1, "丙"), (2, "丁"), (0, "戊"), (1, "己")])).document.body
    assert [block.label for block in body] == ["一、", "（一）", "（二）", "1.", "二、", "（一）"]


def test_pictures_and_changes_are_reported():
    word = docx.Document()
    paragraph = word.add_paragraph("现通知如下")
    inserted = f"<w:ins {nsdecls('w')}><w:r><w:t>，请执行。</w:t></w:r></w:ins>"
    deleted = f"<w:del {nsdecls('w')}><w:r><w:delText>旧</w:delText></w:r></w:del>"
    paragraph._p.extend([parse_xml(inserted), parse_xml(deleted)])
    imported = read_docx(saved(word))
    assert imported.document.body == (Paragraph(text="现通知如下，请执行。"),)
    assert set(imported.left_out) == {"修订（按已接受导入）1处。", "修订中删除的文字1处未导入。"}


def archive(parts: dict[str, bytes], base: bytes | None = None) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        if base is not None:
            with zipfile.ZipFile(io.BytesIO(base)) as old:
                for name in old.namelist():
                    if name not in parts:
                        made.writestr(name, old.read(name))
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "b">]><w/>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
HOSTILE = [
    ("not_docx", b"plain text"),
    ("not_docx", b"PK\x03\x04" + b"\0" * 50),
    ("not_docx", archive({"a.txt": b"1"})),
    ("not_docx", b""),
    ("legacy_doc", OLE),
    ("encrypted", OLE + "EncryptedPackage".encode("utf-16-le")),
    ("bomb", archive({"word/media/a.bin": b"\0" * 60_000_000}, draft())),
    ("bomb", archive({"word/document.xml": b"<a>" + b" " * 17_000_000}, draft())),
    ("bomb", archive({f"word/{number}": b"" for number in range(5_100)}, draft())),
    ("xml_entity", archive({"word/document.xml": ENTITY}, draft())),
    ("xml_entity", archive({"word/styles.xml": ENTITY.decode().encode("utf-16")}, draft())),
    ("damaged", archive({"word/document.xml": b"<w:document"}, draft())),
    ("damaged", draft()[:700] + b"\0" * 40 + draft()[740:]),
]


@pytest.mark.parametrize(("reason", "content"), HOSTILE)
def test_hostile_files_are_refused_with_a_reason(reason, content):
    tracemalloc.start()
    try:
        with pytest.raises(DocxRefused) as caught:
            read_docx(content)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert caught.value.reason == reason
    assert caught.value.message.endswith("。")
    assert peak < 12_000_000


def test_a_table_that_claims_a_million_columns_is_refused():
    word = docx.Document()
    cell = word.add_table(1, 1).rows[0].cells[0]
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="1000000"/>'))
    with pytest.raises(DocxRefused):
        read_docx(saved(word))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 30_000), st.integers(0, 255), st.booleans())
def test_any_damage_gives_a_document_or_a_refusal(place, value, cut):
    content = bytearray(draft())
    place %= len(content)
    content[place] = value
    with suppress(DocxRefused):
        read_docx(bytes(content[:place] if cut else content))
