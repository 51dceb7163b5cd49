"""Values as people read them: in a line of words, or as they stand on a page."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tongban.engines.forms.contracts import Value
from tongban.engines.forms.rules import Field, rich, signatures
from tongban.engines.forms.rules.amounts import amount_in_words
from tongban.lib.typed import money_text

Names = Mapping[Any, Any]


def words(field: Field, value: Value, *, names: Names | None = None) -> str:
    """A value as people read it; `names` are those of units and people, of a table those of each column."""
    if field.columns:
        return "；".join(_row_words(field, row, names or {}) for row in value or ())
    if field.kind == "checkbox":
        return "是" if value else "否"
    if field.kind == "money" and value is not None:
        return _money(field, value)
    if field.kind == "rich":
        return rich.text_of(value or "")
    if field.kind == "signature":
        return "（手写签名）" if signatures.is_picture(value or "") else signatures.name_of(value or "")
    known = {c.value: c.label for c in field.choices} | dict(names or {})
    if isinstance(value, list):
        return "、".join(str(known.get(v, v)) for v in value)
    return "" if value is None else str(known.get(value, value)).strip("　")


def on_page(field: Field, value: Value, *, names: Names | None = None) -> SafeString:
    """The value where words do not do: formatted text, a picture, a table. Empty for everything else."""
    if not value:
        return SafeString("")
    if field.kind == "rich":
        # Cleaned again: what stands in the database may have come another way than through the rules.
        return mark_safe(rich.clean(value))  # noqa: S308
    if field.kind == "signature" and signatures.is_picture(value):
        return format_html('<img class="forms-sign" src="{}" alt="{}">', value, field.label)
    if field.columns:
        return _table(field, value, names or {})
    return SafeString("")


def _money(field: Field, value: int) -> str:
    said = f"{money_text(value)} 元" if value >= 0 else f"-{money_text(-value)} 元"
    return f"{said}（{amount_in_words(value)}）" if field.in_words and value >= 0 else said


def _row_words(field: Field, row: Mapping[str, Value], names: Names) -> str:
    cells = ((c.label, words(c, row.get(c.name), names=names.get(c.name))) for c in field.columns)
    return "，".join(f"{label} {text}" for label, text in cells if text)


def _table(field: Field, rows: Value, names: Names) -> SafeString:
    body = [[words(c, row.get(c.name), names=names.get(c.name)) for c in field.columns] for row in rows]
    return render_to_string("forms/read_rows.html", {"field": field, "rows": body})
