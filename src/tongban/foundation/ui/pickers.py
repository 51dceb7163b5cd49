"""Choosing units and people: plain checkboxes and radios from the server; script adds search, tri-state boxes and chips."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from tongban.foundation.ui.contracts import PeopleGroup, PersonChoice, UnitNode


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit with what is under it, ready to be drawn."""

    node: UnitNode
    checked: bool
    children: tuple["Branch", ...]

    @property
    def size(self) -> int:
        """How many choosable units it holds below itself."""
        return sum(child.size + child.node.choosable for child in self.children)


def branches(nodes: Iterable[UnitNode], chosen: set[str]) -> tuple[Branch, ...]:
    """The forest of these nodes, in their order; a node whose parent is not among them is a root."""
    nodes = list(nodes)
    known = {node.id for node in nodes}
    below: dict[int | None, list[UnitNode]] = defaultdict(list)
    for node in nodes:
        below[node.parent if node.parent in known else None].append(node)

    def grow(node: UnitNode) -> Branch:
        return Branch(node, str(node.id) in chosen, tuple(grow(child) for child in below[node.id]))

    return tuple(grow(node) for node in below[None])


class UnitPicker(forms.CheckboxSelectMultiple):
    """A tree of checkboxes. `nodes` is set by the field."""

    nodes: Sequence[UnitNode] = ()

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        chosen = {str(v) for v in value or ()}
        roots = branches(self.nodes, chosen)
        known = {node.id: node for node in self.nodes}
        picked = [known[int(v)] for v in sorted(chosen, key=str) if v.isdigit() and int(v) in known]
        context = {"name": name, "attrs": attrs or {}, "roots": roots, "picked": picked}
        return render_to_string("ui/parts/unit_picker.html", context)


class PersonPicker(forms.RadioSelect):
    """A list of radios (checkboxes with `several`), the suggested people first. `people` is set by the field."""

    people: Sequence[PersonChoice] = ()
    groups: Sequence[PeopleGroup] = ()
    several = False

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        chosen = {str(v) for v in value or ()} if isinstance(value, list | tuple | set) else {str(value)}
        rows = [(person, str(person.id) in chosen) for person in self.people]
        context = {
            "name": name,
            "attrs": attrs or {},
            "kind": "checkbox" if self.several else "radio",
            "suggested": [row for row in rows if row[0].reason],
            "others": [row for row in rows if not row[0].reason],
            "groups": self.groups,
            "folded": not self.several,
            "chosen": next((person for person, checked in rows if checked), None),
        }
        return render_to_string("ui/parts/person_picker.html", context)


class PeoplePicker(PersonPicker):
    several = True
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)


class UnitsField(forms.TypedMultipleChoiceField):
    """Several units; clean value: list of their ids. Give `nodes` here or later: form.fields["to"].nodes = […]."""

    widget = UnitPicker

    def __init__(self, *, nodes: Sequence[UnitNode] = (), **kwargs: Any) -> None:
        super().__init__(coerce=int, **kwargs)
        self.nodes = nodes

    @property
    def nodes(self) -> Sequence[UnitNode]:
        return self.widget.nodes

    @nodes.setter
    def nodes(self, nodes: Sequence[UnitNode]) -> None:
        self.widget.nodes = tuple(nodes)
        self.choices = [(node.id, node.name) for node in nodes if node.choosable]


class PersonField(forms.TypedChoiceField):
    """One person; clean value: the id (None when not required and empty). Give `people` here or later."""

    widget = PersonPicker

    def __init__(self, *, people: Sequence[PersonChoice] = (), **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, **kwargs)
        self.people = people

    @property
    def people(self) -> Sequence[PersonChoice]:
        return self.widget.people

    @people.setter
    def people(self, people: Sequence[PersonChoice]) -> None:
        self.widget.people, self.widget.groups = tuple(people), getattr(people, "groups", ())
        self.choices = [(person.id, person.name) for person in people]


class PeopleField(forms.TypedMultipleChoiceField):
    """Several people; clean value: list of their ids. Give `people` here or later."""

    widget = PeoplePicker

    def __init__(self, *, people: Sequence[PersonChoice] = (), **kwargs: Any) -> None:
        super().__init__(coerce=int, **kwargs)
        self.people = people

    @property
    def people(self) -> Sequence[PersonChoice]:
        return self.widget.people

    @people.setter
    def people(self, people: Sequence[PersonChoice]) -> None:
        self.widget.people, self.widget.groups = tuple(people), getattr(people, "groups", ())
        self.choices = [(person.id, person.name) for person in people]
