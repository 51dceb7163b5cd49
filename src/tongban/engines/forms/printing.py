"""A filled-in form on paper: the same cells as on the screen, red rules, the opinions in their boxes. lib/gongwen sets the page.

    sheet = sheet_of(definition, data, names=form.names, boxes=[OpinionBox(label="领导意见", opinions=(Opinion(…),))])
    pdf = pdf_of(sheet, at=at)

Fonts and typesetter are heavy: hosts call `pdf_of` in a job. Only the console's sample sheet is set in the request.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings

from tongban.engines.forms.contracts import Right, Value
from tongban.engines.forms.rules import Definition, Field, settle, signatures
from tongban.engines.forms.wording import Names, words
from tongban.kernel.errors import Conflict, Unavailable
from tongban.lib.gongwen.errors import GongwenError
from tongban.lib.gongwen.fonts import FontSet
from tongban.lib.gongwen.sheet import Cell, OpinionBox, Sheet, sheet

WIDE_KINDS = ("textarea", "rich", "table", "group", "files", "things", "people", "units")


def sheet_of(
    definition: Definition,
    data: Mapping[str, Value],
    *,
    names: Callable[[str], Names],
    step: str = "",
    number: str = "",
    boxes: Sequence[OpinionBox] = (),
) -> Sheet:
    """The form as a sheet: fields that are shown and that the step may see. `names` gives those of a field's units and people."""
    rights, (known, shown) = definition.rights(step), settle(definition, data)
    cells = [
        _cell(field, known[field.name], names(field.name))
        for field in definition.fields
        if field.name in shown and field.kind != "hidden" and rights[field.name] != Right.HIDDEN
    ]
    return Sheet(title=definition.name, number=number, cells=tuple(cells), boxes=tuple(boxes))


def pdf_of(content: Sheet, *, at: datetime) -> bytes:
    """The PDF. Conflict where a character has no shape in the fonts, Unavailable without fonts."""
    try:
        return sheet(content, fonts=fonts(), at=at.astimezone(UTC))
    except GongwenError as error:
        raise Conflict(error.message, code="forms.print") from error


@functools.cache
def fonts() -> FontSet:
    """The office's own fonts first, then those that ship with us."""
    try:
        shipped: Any = import_module("tongban_fonts")
    except ImportError as error:
        raise Unavailable("没有安装公文字体，不能打印。", code="forms.no-fonts") from error
    return FontSet.of(*(Path(folder) for folder in settings.FONT_FOLDERS), shipped.directory())


def _cell(field: Field, value: Value, names: Names) -> Cell:
    wide = field.width != "half" or field.kind in WIDE_KINDS
    if field.columns:
        rows = tuple(
            tuple(words(c, row.get(c.name), names=names.get(c.name)) for c in field.columns) for row in value or ()
        )
        return Cell(label=field.label, head=tuple(c.label for c in field.columns), rows=rows, wide=True)
    if field.kind == "signature" and signatures.is_picture(value or ""):
        return Cell(label=field.label, picture=signatures.png_of(value), wide=wide)
    return Cell(label=field.label, text=words(field, value, names=names), wide=wide)
