"""A document as plain data for the templates: every decision about words is taken here, none in the templates."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tongban.lib.gongwen.fonts import FontSet, Role
from tongban.lib.gongwen.layout.title import break_title
from tongban.lib.gongwen.model import (
    Attachment,
    Block,
    Document,
    Figure,
    Format,
    Heading,
    Table,
    chinese_date,
    head_mark,
    seals_of,
)
from tongban.lib.gongwen.pictures import size_of

# 22 lines of 16 pt fill 225 mm exactly (the line's own leading is not below the last one), GB/T 9704-2012, 5.2.2.
PITCH_PT = (225 / 25.4 * 72 - 16) / 21
WIDTH_MM, _HIGHEST_MM, _DOTS_PER_MM = 156.0, 190.0, 150 / 25.4
_WIDE = 10  # columns: more do not fit upright
_LEVEL_ROLES = {1: Role.HEI, 2: Role.KAI, 3: Role.FANG, 4: Role.FANG}
# A 黑体 of this family stands 0.3 mm higher than the 仿宋 beside it.
_BASELINES = {"Noto Sans SC": 0.06}

_SHAPELESS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2028\u2029\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]"
)
_SPACE = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f]")

Data = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How text and signature are brought onto one page: the line pitch in pt, the last paragraph kept whole,
    room kept free at the bottom of page one in mm."""

    pitch_pt: float = PITCH_PT
    keep_last: bool = False
    reserve_mm: float = 0.0


def page_data(document: Document, *, fonts: FontSet, fit: Fit | None = None, head_scale: float = 1.0) -> Data:
    """The data of ``templates/gongwen.typ``; ``head_scale`` shrinks the names of a joint head."""
    fit = fit or Fit()
    body = [_block(block) for block in document.body]
    if fit.keep_last and body and body[-1]["kind"] == "text":
        body[-1] |= {"breakable": False, "sticky": True}
    data = {
        "format": document.format.value,
        "pitch": fit.pitch_pt,
        "reserve": fit.reserve_mm,
        "fonts": {role.value: font_data(role, fonts) for role in Role},
        "author": list(document.issuers),
        "keywords": [word for word in (document.kind, document.number) if word],
        "head": _head(document, head_scale),
        "title": [] if document.format is Format.ORDER else _title(document),
        "recipients": _recipients(document),
        "body": body,
        "attachment_note": [] if document.issued_text else [item.title for item in document.attachments],
        "people": _people(document),
        "closing": _closing(document),
        "note": _in_brackets(document.note),
        "attachments": [_attachment(document, index) for index in range(len(document.attachments))],
        "imprint": _imprint(document),
    }
    return printable(data)


def printable(value: Any) -> Any:
    """The same data without what has no shape: control and direction characters; odd spaces become plain ones."""
    if isinstance(value, str):
        return _SPACE.sub(" ", _SHAPELESS.sub("", value))
    if isinstance(value, dict):
        return {key: item if key == "svg" else printable(item) for key, item in value.items()}
    return [printable(item) for item in value] if isinstance(value, list | tuple) else value


def replaced(value: Any, characters: str) -> Any:
    """The same data with each of ``characters`` printed as 〓, the printers' sign for a missing character."""
    if isinstance(value, str):
        return value.translate(dict.fromkeys(map(ord, characters), "〓"))
    if isinstance(value, dict):
        return {key: item if key in {"fonts", "svg"} else replaced(item, characters) for key, item in value.items()}
    return [replaced(item, characters) for item in value] if isinstance(value, list | tuple) else value


def font_data(role: Role, fonts: FontSet) -> Data:
    """The chain of faces of a role, as the templates take it."""
    chain = fonts.chains[role]
    families = [{"name": face.family} | ({"covers": face.covers} if face.covers else {}) for face in chain]
    main = fonts.main(role)
    return {"families": families, "weight": main.weight, "baseline": _BASELINES.get(main.family, 0)}


def _head(document: Document, scale: float) -> Data:
    mark = head_mark(document)
    joint = len(document.issuers) > 1 and not document.mark and document.format in {Format.FILE, Format.UPWARD}
    names = list(document.issuers) if joint else []
    return {
        "mark": mark,
        "names": names,
        "tail": "文件" if names else "",
        "height": _joint_height(len(names)) * scale if names else _mark_height(mark),
        "number": document.number,
        "signers": [_spaced(name) for name in document.signers] if document.format is Format.UPWARD else [],
        "corner": _corner(document),
    }


def _mark_height(mark: str) -> float:
    """Height of the red characters in mm: at most 20, less for long names (7.2.4 asks only for 醒目、美观、庄重)."""
    return 20.0 if len(mark) <= 9 else 18.0


def _joint_height(names: int) -> float:
    """Up to four names are 11 mm high; more share 58 mm, which still leaves text on the first page (7.2.4)."""
    return min(11.0, 58.0 / (names + 0.35 * (names - 1)))


def _corner(document: Document) -> list[tuple[str, str, str]]:
    rows = (
        ("份号", Role.FANG.value, document.copy_no),
        ("密级和保密期限", Role.HEI.value, document.classification),
        ("紧急程度", Role.HEI.value, document.urgency),
    )
    return [row for row in rows if row[2]]


def _title(document: Document) -> list[str]:
    return break_title(document.title, issuers=document.issuers, kind=document.kind)


def _spaced(name: str) -> str:
    """Two-character names get a full-width space so that names of two and three stand alike."""
    return f"{name[0]}\u3000{name[1]}" if len(name) == 2 else name


def _recipients(document: Document) -> str:
    words = document.main_recipients.rstrip("：:")
    return f"{words}：" if words else ""


def _in_brackets(note: str) -> str:
    return note if not note or note.startswith("（") else f"（{note}）"


def _block(block: Block) -> Data:
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Figure):
        return _figure(block)
    if isinstance(block, Heading):
        role = _LEVEL_ROLES[block.level]
        parts = [(role.value, block.label + block.title), (Role.FANG.value, block.text)]
        return _text(parts, sticky=bool(block.title) and not block.text)
    if block.centred:
        return {"kind": "centred", "runs": [(Role.HEI.value, block.text)]}
    return _text([(Role.FANG.value, block.text)])


def _text(parts: Sequence[tuple[str, str]], *, sticky: bool = False) -> Data:
    return {"kind": "text", "runs": [part for part in parts if part[1]], "sticky": sticky, "breakable": True}


def _table(table: Table) -> Data:
    columns = max((len(row) for row in table.rows), default=0)
    if columns == 0:
        return _text([])
    rows = [[*row, *[""] * (columns - len(row))] for row in table.rows]
    widest = [max(len(row[index]) for row in rows) for index in range(columns)]
    return {
        "kind": "table",
        "rows": rows,
        "caption": table.caption,
        "header_rows": min(table.header_rows, len(rows) - 1),
        "widths": [min(max(width, 3), 16) for width in widest],
        "landscape": table.landscape or columns >= _WIDE,
    }


def _figure(figure: Figure) -> Data:
    size = size_of(figure.data, name=figure.name or figure.caption)
    width = min(figure.width_mm or size.across / _DOTS_PER_MM, WIDTH_MM)
    width *= min(1.0, _HIGHEST_MM / (width * size.down / size.across))
    code = base64.b64encode(figure.data).decode("ascii")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size.across}" height="{size.down}">'
        f'<image width="{size.across}" height="{size.down}" href="data:image/{size.kind};base64,{code}"/></svg>'
    )
    return {"kind": "figure", "svg": svg, "width": width, "caption": figure.caption}


def _people(document: Document) -> list[tuple[str, str]]:
    rows = (("出席", document.attendees), ("请假", document.absent), ("列席", document.observers))
    return [row for row in rows if row[1]]


def _closing(document: Document) -> Data:
    unsigned = document.format is Format.MINUTES
    return {
        "units": [] if unsigned else list(document.issuers),
        "date": chinese_date(document.date) if document.date and not unsigned else "",
        "seals": [{"unit": seal.unit, "diameter": seal.diameter_mm} for seal in seals_of(document)],
        "duty": document.duty,
    }


def _attachment(document: Document, index: int) -> Data:
    attachment: Attachment = document.attachments[index]
    number = str(index + 1) if len(document.attachments) > 1 else ""
    return {
        "label": "" if document.issued_text else f"附件{number}",
        "title": break_title(attachment.title, issuers=(), kind=""),
        "body": [_block(block) for block in attachment.blocks],
    }


def _imprint(document: Document) -> Data:
    """版记 (7.4); letters keep only 抄送 (10.1), internal papers have none."""
    letter = document.format is Format.LETTER
    plain = document.format is Format.PLAIN
    cc = "" if plain or not document.cc else document.cc.rstrip("。") + "。"
    office = "" if letter or plain else document.print_office
    day = f"{chinese_date(document.print_date)}印发" if document.print_date and not (letter or plain) else ""
    return {"to": "", "cc": cc, "office": office, "date": day, "wanted": bool(cc or office or day)}
