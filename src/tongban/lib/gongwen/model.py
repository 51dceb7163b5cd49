"""The content of an official document, before any layout (条例第九条, GB/T 9704-2012 clause 7)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Format(StrEnum):
    """The layout formats of GB/T 9704-2012 (clauses 7 and 10) and a plain form for internal papers."""

    FILE = "file"
    UPWARD = "upward"
    LETTER = "letter"
    ORDER = "order"
    MINUTES = "minutes"
    PLAIN = "plain"


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A numbered level: 1 ``一、``, 2 ``（一）``, 3 ``1.``, 4 ``（1）``.

    ``label`` is the number as written, ``title`` the heading's own words (they take the face of the level),
    ``text`` what follows them in the same paragraph (仿宋). Label and text alone are a numbered paragraph.
    """

    level: int
    label: str
    title: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """A paragraph of the body; ``centred`` is for the chapter lines of measures (第一章 总则)."""

    text: str
    centred: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Rows of cells; the first ``header_rows`` repeat on each page. Merged cells are not kept. A ``landscape`` table lies
    on its side on pages of its own (A4 横排); one of ten columns or more does so by itself."""

    rows: tuple[tuple[str, ...], ...]
    header_rows: int = 1
    caption: str = ""
    landscape: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A picture (PNG or JPEG) on lines of its own, its caption below. ``width_mm`` 0 is its natural size at 150 dots an
    inch, and never more than the text is wide; ``name`` is the file that the source named."""

    data: bytes = field(repr=False)
    caption: str = ""
    width_mm: float = 0.0
    name: str = ""


Block = Heading | Paragraph | Table | Figure


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """An attachment bound with the document; without ``blocks`` it is only named in the 附件说明."""

    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Seal:
    """A place for a seal to be kept free: the sealing unit and the diameter of its impression."""

    unit: str
    diameter_mm: float = 42.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """One official document.

    ``date`` is 成文日期: the day of 签发 (joint: of the last signer; a meeting: of adoption), never of numbering,
    printing or sealing. ``classification`` is only laid out. A ``\\n`` in ``title`` is a line break by hand.
    ``signers`` appear in upward documents only. ``sealed=False`` lays the signature out without room for a seal.
    ``issued_text`` says that the attachment is the text issued by this notice (印发、转发、批转): it then has
    neither 附件说明 nor the word 附件 on its first page. ``duty`` (职务) and ``signer`` sign an order.
    """

    format: Format = Format.FILE
    kind: str = ""
    issuers: tuple[str, ...] = ()
    mark: str = ""
    title: str = ""
    number: str = ""
    date: dt.date | None = None
    main_recipients: str = ""
    body: tuple[Block, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    issued_text: bool = False
    note: str = ""
    copy_no: str = ""
    classification: str = ""
    urgency: str = ""
    signers: tuple[str, ...] = ()
    duty: str = ""
    attendees: str = ""
    absent: str = ""
    observers: str = ""
    cc: str = ""
    print_office: str = ""
    print_date: dt.date | None = None
    sealed: bool = True
    seals: tuple[Seal, ...] = ()


def issues_text(title: str, attachments: Sequence[object]) -> bool:
    """Whether a document of this title exists to issue its one attachment (印发、颁发、发布、转发、批转)."""
    return len(attachments) == 1 and any(word in title for word in ("印发", "颁发", "发布", "转发", "批转"))


def chinese_date(day: dt.date) -> str:
    """``2012年7月1日``: Arabic numerals, full year, no zero padding (GB/T 9704-2012, 7.3.5.5)."""
    return f"{day.year}年{day.month}月{day.day}日"


def head_mark(document: Document) -> str:
    """The words of 发文机关标志: as given, else the first issuer's name with what the format adds."""
    if document.mark or not document.issuers:
        return document.mark
    ending = {Format.FILE: "文件", Format.UPWARD: "文件", Format.ORDER: "令", Format.MINUTES: "纪要"}
    return document.issuers[0] + ending.get(document.format, "")


def seals_of(document: Document) -> tuple[Seal, ...]:
    """The seals that the signature keeps room for: as given, else one for each issuer; none where none belongs."""
    unsealed = document.format in {Format.MINUTES, Format.ORDER}
    if unsealed or not document.sealed or document.date is None:
        return ()
    return document.seals or tuple(Seal(unit=unit) for unit in document.issuers)


def plain_text(blocks: Sequence[Block]) -> str:
    """The words of the blocks, one paragraph a line, cells divided by tabs."""
    return "\n".join(_text_of(block) for block in blocks)


def _text_of(block: Block) -> str:
    if isinstance(block, Heading):
        return block.label + block.title + block.text
    if isinstance(block, Paragraph):
        return block.text
    if isinstance(block, Figure):
        return block.caption
    return "\n".join("\t".join(row) for row in block.rows)
