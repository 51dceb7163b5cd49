"""Tables and repeated groups on the page: rows of controls, added and taken away by buttons that need no script."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from tongban.engines.forms.rules import Field
from tongban.engines.forms.rules.kinds import KINDS, MOST_ROWS
from tongban.engines.forms.wording import words

Names = Callable[[str], Mapping[Any, str]]


class TableBox(forms.Widget):
    """Controls named TABLE-ROW-COLUMN; TABLE-ROW says that the row is there, whatever is ticked in it.

    `settled` are the rows with what is computed, `faults` the messages by "row.column"; the form sets both.
    """

    use_fieldset = True

    def __init__(self, field: Field, widgets: Mapping[str, forms.Widget], names: Names) -> None:
        super().__init__()
        self.field, self.widgets, self.names = field, widgets, names
        self.settled: Sequence[Mapping[str, Any]] = ()
        self.faults: Mapping[str, str] = {}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        marks = re.compile(rf"{re.escape(name)}-(\d{{1,4}})", re.ASCII)
        rows = sorted({int(found[1]) for key in data if (found := marks.fullmatch(key))})[: MOST_ROWS + 1]
        return [
            {c: widget.value_from_datadict(data, files, f"{name}-{row}-{c}") for c, widget in self.widgets.items()}
            for row in rows
        ]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        rows = list(value or ())
        rows += [{}] * (max(self.field.least or 1, 1) - len(rows))
        context = {
            "name": name, "attrs": attrs or {}, "field": self.field, "columns": self.field.columns,
            "rows": [self._row(name, number, row) for number, row in enumerate(rows)],
            "full": len(rows) >= (self.field.most or MOST_ROWS),
        }  # fmt: skip
        return render_to_string(f"forms/{self.field.kind}.html", context)

    def _row(self, name: str, number: int, row: Mapping[str, Any]) -> dict[str, Any]:
        cells = [self._cell(name, number, column, row) for column in self.field.columns]
        return {"number": number + 1, "name": f"{name}-{number}", "drop": f"drop:{name}:{number}", "cells": cells}

    def _cell(self, name: str, number: int, column: Field, row: Mapping[str, Any]) -> dict[str, Any]:
        at, fault = f"{name}-{number}-{column.name}", self.faults.get(f"{number}.{column.name}", "")
        cell = {"column": column, "id": f"id_{at}", "fault": fault, "required": column.required}
        if column.value is not None:
            known = self.settled[number] if number < len(self.settled) else {}
            return cell | {"text": words(column, known.get(column.name), names=self.names(column.name))}
        attrs = {"id": f"id_{at}", "class": _look(self.widgets[column.name])}
        if self.field.kind == "table":
            attrs["aria-label"] = f"第 {number + 1} 行 {column.label}"
        if fault:
            attrs |= {"aria-invalid": "true", "aria-describedby": f"id_{at}_error"}
        value = row.get(column.name, column.default if not row else KINDS[column.kind].empty)
        return cell | {"control": self.widgets[column.name].render(at, value, attrs)}


def _look(widget: forms.Widget) -> str:
    looks = {"Select": "tb-select", "Textarea": "tb-textarea", "CheckboxInput": "tb-check"}
    return looks.get(type(widget).__name__, "tb-input")
