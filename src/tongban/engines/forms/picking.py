"""Who and what the pickers of a form offer, where the host has no narrower choice of its own."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.timezone import localdate

from tongban.engines.forms.rules import Definition
from tongban.foundation.organization import api as organization
from tongban.foundation.ui import api as ui

UNIT_KINDS, PEOPLE_KINDS = ("unit", "units"), ("person", "people")


def choices_for(
    definition: Definition, *, at: datetime, unit_ids: Sequence[int]
) -> dict[str, list[ui.UnitNode] | list[ui.PersonChoice]]:
    """For each picker of the form: every unit that acts in its own name, or the people of these units. Two queries at most."""
    units = people = None
    offered: dict[str, list[ui.UnitNode] | list[ui.PersonChoice]] = {}
    for field in definition.fields:
        if field.kind in UNIT_KINDS:
            units = units or unit_nodes(at=at)
            offered[field.name] = units
        elif field.kind in PEOPLE_KINDS:
            people = people or people_of(unit_ids, at=at)
            offered[field.name] = people
    return offered


def unit_nodes(*, at: datetime) -> list[ui.UnitNode]:
    """The units of the day as rows of a picker, sections left out."""
    return list(_rows(organization.unit_tree(on=localdate(at)), None))


def people_of(unit_ids: Sequence[int], *, at: datetime) -> list[ui.PersonChoice]:
    """Who holds a post in these units, once each, in the order of every list."""
    found = {h.person_id: h for h in reversed(organization.holders(unit_ids=unit_ids, at=at))}
    return [
        ui.PersonChoice(id=h.person_id, name=h.name, post=h.post_title, unit=h.unit_name)
        for h in reversed(found.values())
    ]


def _rows(nodes: Sequence[organization.contracts.UnitNode], parent: int | None) -> Iterator[ui.UnitNode]:
    for node in nodes:
        if node.form != organization.UnitKind.SECTION:
            yield ui.UnitNode(id=node.id, name=node.name, parent=parent, search=node.short_name)
            yield from _rows(node.children, node.id)
