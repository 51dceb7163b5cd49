"""How each kind of field is asked: the boxes, lists and pickers of the screens."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms

from tongban.engines.forms.boxes import FilesBox, RichBox, SignatureBox, ThingsBox
from tongban.engines.forms.rules import Field
from tongban.foundation.ui import api as ui
from tongban.lib.typed import money_text


class MoneyBox(forms.TextInput):
    """Yuan on the screen, 分 in the data. What was typed wrongly comes back as it was."""

    def format_value(self, value: Any) -> str | None:
        return money_text(value) if isinstance(value, int) else value


class DayBox(forms.DateInput):
    input_type = "date"


def text_box(field: Field, **attrs: str) -> forms.Widget:
    """One line. The length limit is told by the rules with a message, not cut off by the browser."""
    return forms.TextInput(attrs=attrs)


def _area(field: Field) -> forms.Widget:
    return forms.Textarea(attrs={"rows": field.rows})


def _listed(field: Field) -> list[tuple[str, str]]:
    return [(choice.value, choice.label) for choice in field.choices]


def _select(field: Field) -> forms.Widget:
    """A list that must be chosen from, and has no standing choice, starts empty."""
    chosen = field.default is not None or any(not c.value for c in field.choices)
    return forms.Select(choices=_listed(field) if chosen else [("", "请选择"), *_listed(field)])


def _number(field: Field) -> forms.Widget:
    return text_box(field, inputmode="numeric")


WIDGETS: Mapping[str, Callable[[Field], forms.Widget]] = {
    "textarea": _area,
    "choice": _select,
    "radios": lambda field: forms.RadioSelect(choices=_listed(field)),
    "checks": lambda field: forms.CheckboxSelectMultiple(choices=_listed(field)),
    "checkbox": lambda field: forms.CheckboxInput(),
    "date": lambda field: DayBox(format="%Y-%m-%d"),
    "integer": _number,
    "money": lambda field: MoneyBox(attrs={"inputmode": "decimal"}),
    "rich": lambda field: RichBox(field.rows),
    "signature": lambda field: SignatureBox(),
    "files": FilesBox,
    "phone": lambda field: text_box(field, inputmode="tel"),
    "id_number": lambda field: text_box(field, autocomplete="off"),
    "credit_code": lambda field: text_box(field, autocomplete="off"),
    "file": lambda field: forms.FileInput(),
    "hidden": lambda field: forms.HiddenInput(),
}


def _of(field: forms.Field) -> forms.Widget:
    """The picker of a field of ui, with its rows; the rules judge what was picked."""
    widget = field.widget
    assert isinstance(widget, forms.Widget)
    return widget


def _units(nodes: Sequence[Any]) -> forms.Widget:
    return _of(ui.UnitsField(nodes=nodes))


def _one_of(rows: Sequence[Any]) -> forms.Widget:
    """A list of units, people, regions or codes."""
    return forms.Select(choices=[("", "请选择"), *((str(row.id), _line(row)) for row in rows if is_choosable(row))])


def _line(row: Any) -> str:
    return f"{row.name}（{row.post}）" if getattr(row, "post", "") else str(row.name)


def is_choosable(row: Any) -> bool:
    """Units that only hold others together are shown and not chosen."""
    return bool(getattr(row, "choosable", True))


def _person(people: Sequence[Any]) -> forms.Widget:
    return _of(ui.PersonField(people=people))


def _people(people: Sequence[Any]) -> forms.Widget:
    return _of(ui.PeopleField(people=people))


PICKERS: Mapping[str, Callable[[Sequence[Any]], forms.Widget]] = {
    "unit": _one_of,
    "units": _units,
    "person": _person,
    "people": _people,
    "region": _one_of,
    "code": _one_of,
    "things": ThingsBox,
}


def widget_of(field: Field, rows: Sequence[Any], *, within: bool = False) -> forms.Widget:
    """How the field is asked; `rows` are what its picker offers. Within a table pickers are lists."""
    if within and field.kind in PICKERS:
        return _one_of(rows)
    if field.kind in PICKERS:
        return PICKERS[field.kind](rows)
    return WIDGETS.get(field.kind, text_box)(field)
