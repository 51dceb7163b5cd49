"""Whatever people type is printed as they typed it: never evaluated, never dropped, never a path."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.lib.gongwen.layout.content import page_data
from tongban.lib.gongwen.layout.engine import compile_page
from tongban.lib.gongwen.layout.typeset import typeset
from tongban.lib.gongwen.model import Document, Format, Paragraph, Table
from tongban.lib.gongwen.testing import AT, fonts, notice, text_of

HOSTILE = [
    '#eval("1+1")',
    '#read("/etc/passwd")',
    '#include "head.typ"',
    "$ sum_(i=1)^n $",
    "*粗* _斜_ `码` <flow-end> @mark",
    "]#panic()[",
    "\\#let x = 1 // 注 /* 注 */",
    "= 一级标题",
    '{"document": "}"}',
    "https://example.org/a?b=c&d",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_markup_in_any_element_is_printed_as_it_stands(words):
    result = typeset(
        notice(title=f"关于{words}的通知", note=words, cc=words, body=(Paragraph(text=words), Table(rows=((words,),)))),
        fonts=fonts(),
        at=AT,
    )
    packed = words.replace(" ", "").replace("\\", "")
    assert text_of(result.pdf).replace("\\", "").count(packed) >= 3


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Co", "Cn")), max_size=60))
def test_any_text_is_laid_out_without_an_error(words):
    assert typeset(notice(body=(Paragraph(text=words),)), fonts=fonts(), at=AT, draft=True).pages >= 1


def test_the_same_document_gives_the_same_bytes():
    one, two = (typeset(notice(), fonts=fonts(), at=AT).pdf for _ in range(2))
    assert one == two


def test_the_creation_time_is_the_one_given_whatever_its_zone():
    there = AT.replace(microsecond=7).astimezone(ZoneInfo("Asia/Shanghai"))
    assert typeset(notice(), fonts=fonts(), at=there).pdf == typeset(notice(), fonts=fonts(), at=AT).pdf


def test_pdf_a_2b_is_written_as_such():
    pdf = typeset(notice(), fonts=fonts(), at=AT).pdf
    plain = compile_page("gongwen.typ", data=page_data(notice(), fonts=fonts()), fonts=fonts(), at=AT, pdf_a=False).pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert b"pdfaid" not in plain


@pytest.mark.parametrize("form", list(Format))
def test_an_empty_draft_of_every_format_can_be_previewed(form):
    assert typeset(Document(format=form), fonts=fonts(), at=AT, draft=True).pages == 1
    titled = Document(
        format=form,
        title="关于节水的通知",
        issuers=("云溪县水利局",),
        body=(Paragraph(text=""), Table(rows=()), Table(rows=((),))),
    )
    assert typeset(titled, fonts=fonts(), at=AT).pages == 1
