"""Buttons inside a form that send nothing: a row more or less, a search for things, 重新计算.

They post the whole form; it comes back with what was typed, in the state that the button asks for. forms.js takes the part of
the page that changed out of the same answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tongban.engines.forms.boxes import FilesBox, ThingsBox
from tongban.engines.forms.contracts import Value
from tongban.engines.forms.rules.kinds import MOST_ROWS
from tongban.engines.forms.tables import TableBox
from tongban.foundation.references import api as references
from tongban.foundation.search import api as search
from tongban.kernel.actor import Actor
from tongban.kernel.now import now
from tongban.kernel.references import Reference

MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class Pick:
    """Something to choose by name: a code, a region, a file, a thing (its id is "kind:id")."""

    id: str
    name: str


def act_of(data: Any) -> str:
    """The button that was pressed, such as "add:items"; empty when the form was sent."""
    return str(data.get("forms_act", "")) if data else ""


def carry_out(form: Any, act: str, data: Any, files: Any) -> None:
    """What was typed becomes what the form starts with, changed by the button. What cannot be understood changes nothing."""
    for name, field in form.fields.items():
        typed = field.widget.value_from_datadict(data, files, form.add_prefix(name))
        form.initial[name] = _kept(form, name, typed) if isinstance(field.widget, FilesBox) else typed
    verb, _, rest = act.partition(":")
    name, _, number = rest.partition(":")
    widget = form.fields[name].widget if name in form.fields else None
    if isinstance(widget, TableBox):
        form.initial[name] = _rows(verb, number, list(form.initial[name] or ()))
    elif isinstance(widget, ThingsBox) and verb == "find":
        widget.query = str(data.get(f"{form.add_prefix(name)}-query", ""))
        kinds = next(f.of for f in form.definition.fields if f.name == name)
        widget.found = look_for(widget.query, kinds, form.viewer)
        widget.choices += named_things(form.initial[name], form.viewer)


def look_for(query: str, kinds: Iterable[str], viewer: Actor | None) -> list[Pick]:
    """The newest things of these kinds that the viewer may see and that match."""
    known = [kind for kind in kinds if kind in search.sources] if viewer else []
    found = [search.find_kind(kind, query, viewer=viewer, at=now(), limit=MOST_FOUND) for kind in known if viewer]
    hits = [hit for one in found for hit in one.hits if hit.subject]
    return [Pick(str(hit.subject), "".join(text for text, _ in hit.title)) for hit in hits]


def named_things(value: Value, viewer: Actor | None) -> list[Pick]:
    """Chosen things by the names under which the viewer may see them."""
    asked = [one for text in value or () if (one := _reference(text))] if isinstance(value, list) else []
    if not asked or viewer is None:
        return []
    shown = references.resolve(asked, viewer=viewer)
    return [Pick(str(one), shown[one].title) for one in asked]


def visible_things(
    sent: Mapping[str, Value], current: Mapping[str, Value], viewer: Actor | None
) -> dict[str, set[Any]]:
    """What may be chosen in these fields: what the viewer sees, and what stands there already."""
    asked = {name: [one for text in value or () if (one := _reference(text))] for name, value in sent.items()}
    every = {one for row in asked.values() for one in row}
    shown = references.resolve(every, viewer=viewer) if viewer and every else {}
    return {
        name: {str(one) for one in row if one in shown and shown[one].there} | set(current.get(name) or ())
        for name, row in asked.items()
    }


def _rows(verb: str, number: str, rows: list[Any]) -> list[Any]:
    if verb == "add" and len(rows) < MOST_ROWS:
        return [*rows, {}]
    if verb == "drop" and number.isascii() and number.isdigit():
        return [row for at, row in enumerate(rows) if at != int(number)]
    return rows


def _kept(form: Any, name: str, typed: Mapping[str, Any]) -> list[Any]:
    return [uid for uid in form.current.get(name) or () if uid not in typed["drop"]]


def _reference(text: Any) -> Reference | None:
    try:
        return Reference.parse(text) if isinstance(text, str) else None
    except ValueError:
        return None
