"""A definition as a form of the screens: any view can use it like one it wrote itself.

    form = DefinedForm(request.POST, request.FILES, definition=definition, step="review", current=stored, choices={"to": nodes})
    if form.is_valid() and form.carry_out(operation, data=form.values(), …): …

    {% errors form %}{% include "forms/fields.html" %}

What is judged, is judged by rules.validate alone; the fields here only ask. The page works without script: then every
field is shown, and what does not apply is left out by the server. With forms.js, fields come and go by their conditions.
"""

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from tongban.engines.forms.contracts import Right, Value
from tongban.engines.forms.rules import Definition, Field, shown_fields, validate
from tongban.engines.forms.rules.kinds import KINDS, clean
from tongban.engines.forms.rules.validating import holds
from tongban.engines.forms.widgets import PICKERS, WIDGETS, text_box
from tongban.foundation.ui import api as ui
from tongban.kernel.errors import Invalid
from tongban.lib.bpmn import Expression
from tongban.lib.typed import Wrong, money_text

Choices = Mapping[str, Sequence[ui.UnitNode] | Sequence[ui.PersonChoice]]
MOST_CASES = 200


class Raw(forms.Field):
    """Asks, and judges nothing: the value goes to the rules as it was typed. `required` is only what the label says."""

    def validate(self, value: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Shown:
    """One field on the page: the bound field to fill in, or the text to read; `when` is its condition for the script."""

    field: Field
    bound: forms.BoundField | None
    text: str = ""
    when: str = ""


class DefinedForm(ui.Form):
    """A form built from a definition, with the rights of one step.

    `current` is what is stored, `choices` the units or people to choose from in each picker. After `is_valid()`,
    `values()` are the cleaned data, JSON-ready, and `uploads` the new files by field: store them, and put their uid into
    the data. Field errors come from the rules; an operation's Invalid lands at the same fields.
    """

    def __init__(
        self,
        *args: Any,
        definition: Definition,
        step: str = "",
        current: Mapping[str, Value] | None = None,
        choices: Choices | None = None,
        **kwargs: Any,
    ) -> None:
        self.definition, self.step = definition, step
        self.current, self.picks = dict(current or {}), dict(choices or {})
        self.rights = definition.rights(step)
        defaults = {f.name: f.default for f in definition.fields if f.default is not None}
        kwargs["initial"] = {**defaults, **self.current, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self._shown = shown_fields(definition, self._present())
        for field in definition.fields:
            if self._writes(field):
                self.fields[field.name] = self._asked(field)

    def clean(self) -> dict[str, Any]:
        """The whole judgement: rules.validate, with its messages put at their fields."""
        typed = super().clean() or {}
        sent = {name: value for name, value in typed.items() if name in self.rights}
        self.uploads = {name: v for name, v in sent.items() if isinstance(v, UploadedFile)}
        sent |= {name: upload.name for name, upload in self.uploads.items()}
        options = {
            name: {row.id for row in rows if getattr(row, "choosable", True)} for name, rows in self.picks.items()
        }
        try:
            data = validate(self.definition, sent, step=self.step, current=self.current, options=options)
        except Invalid as invalid:
            ui.add_invalid(self, invalid)
            return typed
        return {**data, "request_key": typed.get("request_key")}

    def sections(self) -> list[tuple[str, list[Shown]]]:
        """For the template: each section's title and what is in it for this step."""
        rows = [
            (section.title, [self._row(f) for f in section.fields if self._to_see(f)])
            for section in self.definition.sections
        ]
        return [(title, shown) for title, shown in rows if shown]

    def secrets(self) -> list[forms.BoundField]:
        """The fields that only travel along."""
        return [self[f.name] for f in self.definition.fields if f.kind == "hidden" and f.name in self.fields]

    def _to_see(self, field: Field) -> bool:
        right = self.rights[field.name]
        if field.kind == "hidden" or right == Right.HIDDEN:
            return False
        return right != Right.READ or field.name in self._shown

    def _row(self, field: Field) -> Shown:
        if self.rights[field.name] == Right.READ:
            return Shown(field, None, text=words(field, self.current.get(field.name), names=self.names(field.name)))
        return Shown(field, self[field.name], when=cases(self.definition, field.shown))

    def names(self, name: str) -> dict[int, str]:
        """The units or people of a picker, by id."""
        return {row.id: row.name for row in self.picks.get(name, ())}

    def _present(self) -> dict[str, Value]:
        """The values as they stand, typed or stored, for what depends on them while the page is drawn."""
        return {
            f.name: self._typed(f) if self._writes(f) and self.is_bound else self.initial.get(f.name)
            for f in self.definition.fields
        }

    def _typed(self, field: Field) -> Value:
        read = getattr(self.data, "getlist", self.data.get) if KINDS[field.kind].type == "array" else self.data.get
        try:
            return clean(field, read(field.name))
        except Wrong:
            return KINDS[field.kind].empty

    def _writes(self, field: Field) -> bool:
        return self.rights[field.name] in (Right.WRITE, Right.REQUIRED)

    def _asked(self, field: Field) -> Raw:
        demanded = field.required_when is not None and holds(field.required_when, self._present())
        needed = field.required or demanded or self.rights[field.name] == Right.REQUIRED
        return Raw(label=field.label, help_text=field.hint, required=needed, widget=self._widget(field))

    def _widget(self, field: Field) -> forms.Widget:
        if field.kind in PICKERS:
            return PICKERS[field.kind](self.picks.get(field.name, ()))
        return WIDGETS.get(field.kind, text_box)(field)


def words(field: Field, value: Value, *, names: Mapping[int, str] | None = None) -> str:
    """A value as people read it; `names` are those of units and people."""
    known = {c.value: c.label for c in field.choices} | dict(names or {})
    if field.kind == "checkbox":
        return "是" if value else "否"
    if field.kind == "money" and value is not None:
        return f"{money_text(value)} 元"
    if isinstance(value, list):
        return "、".join(str(known.get(v, v)) for v in value)
    return "" if value is None else str(known.get(value, value))


def cases(definition: Definition, condition: Expression | None) -> str:
    """The condition as the script can follow it: the cases, as JSON, in which it holds for lists, radios and boxes.

    Empty where there is no condition, or where it reads fields with more cases than can be counted: then the field stays.
    """
    if condition is None:
        return ""
    read = [f for f in definition.fields if f.name in condition.names]
    values = [_possible(f) for f in read]
    if not all(values) or len(list(itertools.islice(itertools.product(*values), MOST_CASES + 1))) > MOST_CASES:
        return ""
    names = [f.name for f in read]
    holding = [case for case in itertools.product(*values) if holds(condition, dict(zip(names, case, strict=True)))]
    return json.dumps({"names": names, "cases": holding}, ensure_ascii=False)


def _possible(field: Field) -> list[Value]:
    if field.kind == "checkbox":
        return [True, False]
    return ["", *(c.value for c in field.choices if c.value)] if field.kind in ("choice", "radios") else []
