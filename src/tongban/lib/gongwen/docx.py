"""Read a .docx draft: paragraphs with their numbers, headings, tables; and a report of what was left behind."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.section import _BaseHeaderFooter
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from lxml.etree import LxmlError, _Element

from tongban.lib.gongwen import normalise
from tongban.lib.gongwen.blocks import body_blocks
from tongban.lib.gongwen.docx_guard import guard
from tongban.lib.gongwen.docx_numbering import Numbering
from tongban.lib.gongwen.docx_pictures import MAX_PICTURES, figures
from tongban.lib.gongwen.errors import DocxRefused
from tongban.lib.gongwen.kinds import kind_of
from tongban.lib.gongwen.markdown import read_plain
from tongban.lib.gongwen.model import Block, Document, Figure, Table

MAX_PARAGRAPHS = 50_000
MAX_CELLS = 20_000
MAX_COLUMNS = 100
_LEFT_OUT = {
    "pic:pic": "图片",
    "w:object": "嵌入对象",
    "w:footnoteReference": "脚注",
    "w:endnoteReference": "尾注",
    "w:commentReference": "批注",
    "w:txbxContent": "文本框",
    "m:oMath": "公式",
    "w:ins": "修订（按已接受导入）",
    "w:del": "修订中删除的文字",
    "w:fldSimple": "域",
}
_NAMESPACES = {"m": "http://schemas.openxmlformats.org/officeDocument/2006/math"}

_Piece = str | Table | Figure


@dataclass(frozen=True, slots=True)
class Imported:
    """What a .docx gave: the document, and a sentence for each thing that could not be taken over."""

    document: Document
    left_out: tuple[str, ...]


def read_docx(content: bytes, *, pictures: bool = False) -> Imported:
    """The draft in a .docx: automatic numbers become text, tables keep their cells (on their side where their section
    is), a title and 主送机关 at the start are recognised; PNG and JPEG pictures are kept with ``pictures``, else
    reported. Text boxes, formulas, notes and headers are reported, not kept; fonts and sizes are the layout's business.
    Raises DocxRefused before a hostile file costs memory."""
    guard(content)
    try:
        word = docx.Document(io.BytesIO(content))
        pieces = list(_pieces(word, pictures=pictures))
    except (LxmlError, KeyError, ValueError, AttributeError, IndexError, TypeError, OSError) as error:
        raise DocxRefused("damaged", "文稿结构已损坏，不能导入。") from error
    taken = sum(1 for piece in pieces if isinstance(piece, Figure))
    return Imported(_document(pieces), tuple(_left_out(word, pictures=taken)))


def _pieces(word: WordDocument, *, pictures: bool) -> Iterator[_Piece]:
    numbering, turned, seen = Numbering.of(word), _landscape(word), 0
    for count, item in enumerate(word.iter_inner_content()):
        if count >= MAX_PARAGRAPHS:
            raise DocxRefused("too_large", "文稿段落过多，不能导入。")
        if isinstance(item, WordTable):
            yield _table(item, landscape=item._tbl in turned)
            continue
        yield from _lines(item, numbering)
        for figure in figures(item) if pictures else ():
            seen += 1
            if seen > MAX_PICTURES:
                raise DocxRefused("too_large", "文稿图片过多，不能导入。")
            yield figure


def _landscape(word: WordDocument) -> set[_Element]:
    """The tables in sections whose pages lie on their side; a section's properties stand at its end."""
    found: set[_Element] = set()
    waiting: list[_Element] = []
    for child in word.element.body:
        if child.tag == qn("w:tbl"):
            waiting.append(child)
        section = child if child.tag == qn("w:sectPr") else child.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if section is not None:
            size = section.find(qn("w:pgSz"))
            found |= set(waiting) if size is not None and size.get(qn("w:orient")) == "landscape" else set()
            waiting = []
    return found


def _lines(paragraph: WordParagraph, numbering: Numbering) -> Iterator[str]:
    """A paragraph's lines with its number before the first; a line break by hand divides it."""
    label = numbering.label(paragraph)
    parts = [part for part in re.split(r"[\n\v\f]", _shown(paragraph)) if part.strip()]
    for index, part in enumerate(parts):
        yield label + part if index == 0 else part


def _shown(paragraph: WordParagraph) -> str:
    """The text as it stands with all changes accepted (python-docx leaves inserted runs out)."""
    skipped = {qn("w:del"), qn("w:txbxContent"), qn("w:moveFrom")}
    found: list[str] = []
    for node in paragraph._p.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:noBreakHyphen")):
        if not any(parent.tag in skipped for parent in node.iterancestors()):
            found.append(_characters(node))
    return "".join(found)


def _characters(node: _Element) -> str:
    if node.tag == qn("w:t"):
        return node.text or ""
    return {qn("w:br"): "\n", qn("w:noBreakHyphen"): "-"}.get(node.tag, "")


def _table(table: WordTable, *, landscape: bool) -> Table:
    # A merged cell repeats once for each column it spans: a span is a number that a file may set at will.
    spans = table._tbl.iter(qn("w:gridSpan"), qn("w:gridBefore"), qn("w:gridAfter"))
    if any(int(span.get(qn("w:val"), "1")) > MAX_COLUMNS for span in spans):
        raise DocxRefused("bomb", "表格的列数过多，不能导入。")
    rows = [tuple(normalise.line(" ".join(cell.text.split("\n"))) for cell in row.cells) for row in table.rows]
    if sum(map(len, rows)) > MAX_CELLS:
        raise DocxRefused("too_large", "表格过大，不能导入。")
    return Table(rows=tuple(rows) or ((),), landscape=landscape)


def _document(pieces: Sequence[_Piece]) -> Document:
    """Lines up to the first that is neither title nor 主送机关 are those; the rest is body."""
    opening = [piece for piece in pieces[:4] if isinstance(piece, str)]
    start = read_plain("\n".join(_joined_title(opening)))
    taken = _taken(opening, start)
    body: list[Block] = []
    for piece in pieces[taken:]:
        body += body_blocks([piece]) if isinstance(piece, str) else [piece]
    return Document(kind=start.kind, title=start.title, main_recipients=start.main_recipients, body=tuple(body))


def _joined_title(lines: Sequence[str]) -> list[str]:
    """A title that the draft divides into two or three lines, as one."""
    for count in (1, 2, 3):
        joined = normalise.line("".join(lines[:count]))
        if kind_of(joined) and not re.search("[。；：]", joined):
            return [joined, *lines[count:]]
    return list(lines)


def _taken(opening: Sequence[str], start: Document) -> int:
    if not start.title:
        return 0
    count = len(opening) - len(_joined_title(opening)) + 1
    return count + bool(start.main_recipients)


def _left_out(word: WordDocument, *, pictures: int) -> Iterator[str]:
    body = word.element.body
    for name, words in _LEFT_OUT.items():
        prefix, tag = name.split(":")
        full = f"{{{_NAMESPACES[prefix]}}}{tag}" if prefix in _NAMESPACES else qn(name)
        count = sum(1 for _ in body.iter(full)) - (pictures if name == "pic:pic" else 0)
        if count > 0:
            yield f"{words}{count}处未导入。" if "按已接受" not in words else f"{words}{count}处。"
    if any(_has_text(section.header) or _has_text(section.footer) for section in word.sections):
        yield "页眉页脚未导入，由版式生成。"


def _has_text(part: _BaseHeaderFooter) -> bool:
    return not part.is_linked_to_previous and any(paragraph.text.strip() for paragraph in part.paragraphs)
