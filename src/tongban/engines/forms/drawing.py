"""A definition as a form of the screens: any view can use it like one it wrote itself.

    form = DefinedForm(request.POST, request.FILES, definition=definition, step="review", current=stored, choices={"to": nodes})
    if form.is_valid() and form.carry_out(operation, data=form.values(), …): …

    {% errors form %}{% include "forms/fields.html" %}

What is judged, is judged by rules.validate alone; the fields here only ask. The page works without script: then every
field is shown, and what does not apply is left out by the server. With forms.js, fields come and go by their conditions.

Buttons inside the form (a row more, a search, 重新计算) post it too: then it is neither valid nor wrong, and the same page
is drawn with what was typed (acting.py). The host does not need to know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from tongban.engines.forms import acting
from tongban.engines.forms.boxes import FilesBox, ThingsBox
from tongban.engines.forms.contracts import Right, Value
from tongban.engines.forms.following import cases
from tongban.engines.forms.keeping import Keeping, same, stamp_of
from tongban.engines.forms.rules import Definition, Field, settle, validate
from tongban.engines.forms.rules.kinds import KINDS, clean, empty_of
from tongban.engines.forms.rules.validating import FIXED, holds
from tongban.engines.forms.tables import TableBox
from tongban.engines.forms.uploads import faults_of, placeholders
from tongban.engines.forms.widgets import is_choosable, widget_of
from tongban.engines.forms.wording import on_page, words
from tongban.foundation.ui import api as ui
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Invalid
from tongban.lib.typed import Wrong

Choices = Mapping[str, Sequence[Any]]


class Raw(forms.Field):
    """Asks, and judges nothing: the value goes to the rules as it was typed. `required` is only what the label says."""

    def validate(self, value: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Shown:
    """One field on the page: the bound field to fill in, or the text to read; `when` is its condition for the script.

    `html` stands instead of the text where words do not do; `live` is computed anew while others are filled in.
    """

    field: Field
    bound: forms.BoundField | None
    text: str = ""
    when: str = ""
    html: str = ""
    live: bool = False


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A field that somebody else stored another value for: what stands there now, and what was typed here."""

    label: str
    stored: str
    typed: str


class DefinedForm(ui.Form):
    """A form built from a definition, with the rights of one step.

    `current` is what is stored, `choices` the units, people, regions, codes, things and files known by name in each picker,
    `viewer` who looks for things, `keep` where what is typed is kept meanwhile (keeping.py). After `is_valid()`, `values()`
    are the cleaned data, JSON-ready, and `uploads` the new files by field, a list where several may come: see uploads.py.
    Field errors come from the rules; an operation's Invalid lands at the same fields. Where somebody else stored other data
    since the form was opened, it is not valid once: `overtaken` says what differs, and sent again it counts.
    """

    def __init__(
        self,
        *args: Any,
        definition: Definition,
        step: str = "",
        current: Mapping[str, Value] | None = None,
        choices: Choices | None = None,
        viewer: Actor | None = None,
        keep: Keeping | None = None,
        **kwargs: Any,
    ) -> None:
        self.definition, self.step, self.viewer = definition, step, viewer
        self.current, self.picks = dict(current or {}), dict(choices or {})
        self.rights = definition.rights(step)
        defaults = {f.name: f.default for f in definition.fields if f.default is not None}
        kwargs["initial"] = {**defaults, **self.current, **(kwargs.get("initial") or {})}
        data, files = (*args, None, None)[:2] if args else (kwargs.pop("data", None), kwargs.pop("files", None))
        act = acting.act_of(data)
        self.keep, self.overtaken = keep, list[Overtaken]()
        self.restored = keep.at if keep and keep.typed and data is None else None
        super().__init__(None if act else data, None if act else files, **kwargs)
        for field in definition.fields:
            if self._writes(field):
                self.fields[field.name] = self._asked(field)
        if act:
            acting.carry_out(self, act, data, files)
        elif keep and self.restored:
            acting.carry_out(self, "", keep.data(), MultiValueDict())
        began = keep.data() if keep and self.restored else data or {}
        self.stamp = began.get("forms_base") or stamp_of(self.current)
        self._known, self._shown = settle(definition, self._present())
        self._tell()

    def clean(self) -> dict[str, Any]:
        """The whole judgement: rules.validate, with its messages put at their fields."""
        typed = super().clean() or {}
        sent = {name: value for name, value in typed.items() if name in self.rights}
        self.uploads, kept = placeholders(self.definition, sent, self.current)
        try:
            data = validate(
                self.definition, {**sent, **kept}, step=self.step, current=self.current, options=self._options(sent)
            )
            if wrong := faults_of(self.definition, self.uploads):
                raise Invalid(wrong)
        except Invalid as invalid:
            self._say(invalid)
            return typed
        if self.stamp != stamp_of(self.current):
            self._tell_overtaken(data)
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

    def computes(self) -> bool:
        """Whether something on the page is computed from what is filled in."""
        return any(f.value or f.in_words or any(c.value for c in f.columns) for f in self.definition.fields)

    def names(self, name: str) -> dict[Any, Any]:
        """The units, people and other choices of a picker by id; of a table, those of each column."""
        field = next((f for f in self.definition.fields if f.name == name), None)
        if field is not None and field.columns:
            return {column.name: self.names(f"{name}.{column.name}") for column in field.columns}
        return {row.id: row.name for row in self.picks.get(name, ())}

    def _options(self, sent: Mapping[str, Value]) -> dict[str, set[Any]]:
        offered = {name: {row.id for row in rows if is_choosable(row)} for name, rows in self.picks.items()}
        kinds = {f.name: f.kind for f in self.definition.fields}
        offered = {name: ids for name, ids in offered.items() if kinds.get(name) not in ("things", "file", "files")}
        things = {f.name: sent.get(f.name) for f in self.definition.fields if f.kind == "things"}
        return offered | acting.visible_things(things, self.current, self.viewer)

    def _say(self, invalid: Invalid) -> None:
        """Faults in a table stand in its cells, and together at the table."""
        tables = {f.name: f for f in self.definition.fields if f.columns and f.name in self.fields}
        cells: dict[str, dict[str, str]] = {name: {} for name in tables}
        for at, message in invalid.fields.items():
            name, _, cell = at.partition(".")
            if cell and name in cells:
                cells[name][cell] = message
            else:
                self.add_error(at if at in self.fields else None, message)
        for name, faults in cells.items():
            if faults:
                self.fields[name].widget.faults = faults
                self.add_error(name, list(faults.values()))

    def _tell_overtaken(self, data: Mapping[str, Value]) -> None:
        """Somebody stored other data since this form was opened: shown beside what was typed; sent again, this one counts."""
        for field in self.definition.fields:
            stored, typed = self.current.get(field.name, empty_of(field)), data[field.name]
            if self._writes(field) and not same(stored, typed):
                names = self.names(field.name)
                rows = words(field, stored, names=names), words(field, typed, names=names)
                self.overtaken.append(Overtaken(field.label, *rows))
        self.stamp = stamp_of(self.current)
        self.add_error(None, "您打开以后，别人已经改过并保存。不同之处列在下面；核对后再提交一次，就用您的内容。")

    def _to_see(self, field: Field) -> bool:
        right = self.rights[field.name]
        if field.kind == "hidden" or right == Right.HIDDEN:
            return False
        return (right != Right.READ and field.value is None) or field.name in self._shown

    def _row(self, field: Field) -> Shown:
        names = self.names(field.name)
        if field.value is not None and self.rights[field.name] != Right.READ:
            return Shown(field, None, text=words(field, self._known[field.name], names=names), live=True)
        if self.rights[field.name] == Right.READ:
            value = self.current.get(field.name)
            return Shown(field, None, text=words(field, value, names=names), html=on_page(field, value, names=names))
        said = words(field, self._known[field.name]) if field.in_words else ""
        return Shown(field, self[field.name], when=cases(self.definition, field.shown), text=said, live=field.in_words)

    def _present(self) -> dict[str, Value]:
        """The values as they stand, typed or stored, for what depends on them while the page is drawn."""
        return {
            f.name: self._typed(f) if self._writes(f) else self.initial.get(f.name, empty_of(f))
            for f in self.definition.fields
        }

    def _typed(self, field: Field) -> Value:
        typed = self[field.name].value()
        if field.columns:
            return [{c.name: _cleaned(c, row.get(c.name)) for c in field.columns} for row in typed or ()]
        return _cleaned(field, typed)

    def _writes(self, field: Field) -> bool:
        return field.value is None and self.rights[field.name] not in FIXED

    def _asked(self, field: Field) -> Raw:
        needed = field.required or self.rights[field.name] == Right.REQUIRED
        return Raw(label=field.label, help_text=field.hint, required=needed, widget=self._widget(field))

    def _tell(self) -> None:
        """What could only be known with the values at hand: what has become necessary, and what tables compute."""
        for field in self.definition.fields:
            if field.name not in self.fields:
                continue
            asked = self.fields[field.name]
            if field.required_when is not None and holds(field.required_when, self._known):
                asked.required = True
            if isinstance(asked.widget, TableBox):
                asked.widget.settled = self._known[field.name] or ()

    def _widget(self, field: Field) -> forms.Widget:
        if field.columns:
            asked = {c.name: c for c in field.columns if c.value is None}
            picks = {name: self.picks.get(f"{field.name}.{name}", ()) for name in asked}
            widgets = {name: widget_of(column, picks[name], within=True) for name, column in asked.items()}
            return TableBox(field, widgets, lambda column: self.names(f"{field.name}.{column}"))
        widget = widget_of(field, self.picks.get(field.name, ()))
        if isinstance(widget, FilesBox):
            widget.names, widget.there = self.names(field.name), list(self.current.get(field.name) or ())
        if isinstance(widget, ThingsBox):
            widget.choices += acting.named_things(self.current.get(field.name), self.viewer)
        return widget


def _cleaned(field: Field, typed: Value) -> Value:
    try:
        return clean(field, typed)
    except Wrong:
        return KINDS[field.kind].empty
