"""A form on paper (处理单, 审批单): red rules, labelled cells, boxes in which the opinions stand with name and day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tongban.lib.gongwen.errors import GlyphsMissing
from tongban.lib.gongwen.fonts import FontSet, Role
from tongban.lib.gongwen.layout.content import font_data
from tongban.lib.gongwen.layout.engine import compile_page
from tongban.lib.gongwen.layout.glyphs import MissingGlyph


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A label and what stands beside it: text, a picture (PNG), or a table with a head."""

    label: str
    text: str = ""
    wide: bool = False
    picture: bytes = b""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What somebody wrote, his name (or the picture of his signature) and the day as it is written."""

    text: str
    signer: str
    day: str
    picture: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionBox:
    label: str
    opinions: tuple[Opinion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is printed. Cells that are not wide stand two to a row; opinions below them, or above as on a 处理单."""

    title: str
    number: str = ""
    cells: tuple[Cell, ...] = ()
    boxes: tuple[OpinionBox, ...] = ()
    opinions_first: bool = False


def sheet(content: Sheet, *, fonts: FontSet, at: datetime) -> bytes:
    """The PDF (A-2b). Same content, fonts and `at` give the same bytes. Raises LayoutFailed, and GlyphsMissing where no font draws
    a character."""
    if missing := list(_missing(content, fonts)):
        lost = "、".join(dict.fromkeys(glyph.character for glyph in missing))
        raise GlyphsMissing(f"字体中没有这些字：{lost}，不能打印。", tuple(missing))
    data = {
        "fonts": {role.value: font_data(role, fonts) for role in (Role.TITLE, Role.FANG, Role.HEI, Role.KAI)},
        "title": content.title, "number": content.number, "cells": [_cell(cell) for cell in _paired(content.cells)],
        "opinions_first": content.opinions_first,
        "boxes": [{"label": box.label, "opinions": [_opinion(one) for one in box.opinions]} for box in content.boxes],
    }  # fmt: skip
    return compile_page("sheet.typ", data=data, fonts=fonts, at=at, pdf_a=True).pdf


def _paired(cells: tuple[Cell, ...]) -> Iterator[Cell]:
    """A narrow cell without a neighbour in its row takes the whole row."""
    waiting: Cell | None = None
    for cell in cells:
        if cell.wide or waiting is None:
            if waiting is not None:
                yield _widened(waiting)
            waiting = None if cell.wide else cell
            if cell.wide:
                yield cell
        else:
            yield from (waiting, cell)
            waiting = None
    if waiting is not None:
        yield _widened(waiting)


def _widened(cell: Cell) -> Cell:
    return Cell(label=cell.label, text=cell.text, wide=True, picture=cell.picture, head=cell.head, rows=cell.rows)


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "label": cell.label, "text": cell.text, "wide": cell.wide, "picture": list(cell.picture), "head": list(cell.head),
        "rows": [list(row) for row in cell.rows],
    }  # fmt: skip


def _opinion(one: Opinion) -> dict[str, Any]:
    return {"text": one.text, "signer": one.signer, "day": one.day, "picture": list(one.picture)}


def _missing(content: Sheet, fonts: FontSet) -> Iterator[MissingGlyph]:
    texts = [(Role.TITLE, content.title), (Role.FANG, content.number)]
    for cell in content.cells:
        texts += [
            (Role.HEI, cell.label + "".join(cell.head)),
            (Role.FANG, cell.text + "".join(map("".join, cell.rows))),
        ]
    for box in content.boxes:
        texts.append((Role.HEI, box.label))
        texts += [pair for o in box.opinions for pair in ((Role.FANG, o.text + o.day), (Role.KAI, o.signer))]
    seen = dict.fromkeys((role, character) for role, text in texts for character in text if not character.isspace())
    for role, character in seen:
        if fonts.face_for(role, character) is None:
            yield MissingGlyph(character, "表单", "第1页", role, "")
