"""Who and what the pickers of a form offer, where the host has no narrower choice of its own."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from tongban.engines.forms.acting import Pick
from tongban.engines.forms.rules import Definition, Field
from tongban.foundation.codes import api as codes
from tongban.foundation.files import api as files
from tongban.foundation.groups import api as groups
from tongban.foundation.organization import api as organization
from tongban.foundation.ui import api as ui
from tongban.kernel.actor import Actor
from tongban.kernel.references import Reference


def choices_for(
    definition: Definition, *, at: datetime, unit_ids: Sequence[int], actor: Actor | None = None
) -> dict[str, list[Any]]:
    """For each picker of the form: every unit that acts in its own name, the people of these units, every division, the codes.

    A column of a table is named "table.column". One statement for each of these four that the form has; files have none: see
    `file_choices`. People come with the groups of the `actor`, where one is given: three statements more.
    """
    fields = dict(_pickers(definition))
    wanted = [field.dictionary for field in fields.values() if field.kind == "code"]
    known = codes.choices_of(wanted, on=localdate(at)) if wanted else {}
    sources: dict[str, Callable[[], list[Any]]] = {
        "unit": lambda: unit_nodes(at=at), "person": lambda: _grouped(people_of(unit_ids, at=at), actor), "region": regions,
    }  # fmt: skip
    offered: dict[str, list[Any]] = {}
    rows: dict[str, list[Any]] = {}
    for name, field in fields.items():
        if field.kind == "code":
            offered[name] = known.get(field.dictionary, [])
        elif source := _SOURCE.get(field.kind):
            rows[source] = rows.get(source) or sources[source]()
            offered[name] = rows[source]
    return offered


def file_choices(definition: Definition, *, subject: Reference) -> dict[str, list[Pick]]:
    """The names of the files that the subject has, for each field of files. One statement."""
    names = [f.name for f in definition.fields if f.kind in ("file", "files")]
    rows = [Pick(str(file.uid), file.name) for file in files.files_of(subject=subject)] if names else []
    return dict.fromkeys(names, rows)


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


def regions() -> list[Pick]:
    """Every division of the installation by its code, those below set in."""
    rows = organization.Region.objects.order_by("code").values_list("code", "name", "level")
    top = min((level for _, _, level in rows), default=1)
    return [Pick(code, "　" * (level - top) + name) for code, name, level in rows]


def _grouped(people: list[ui.PersonChoice], actor: Actor | None) -> list[ui.PersonChoice]:
    return groups.offered(people, actor) if actor is not None else people


_SOURCE = {
    "unit": "unit", "units": "unit", "person": "person", "people": "person", "region": "region",
}  # fmt: skip


def _pickers(definition: Definition) -> Iterator[tuple[str, Field]]:
    for field in definition.fields:
        yield field.name, field
        yield from ((f"{field.name}.{column.name}", column) for column in field.columns)


def _rows(nodes: Sequence[organization.contracts.UnitNode], parent: int | None) -> Iterator[ui.UnitNode]:
    for node in nodes:
        if node.form != organization.UnitKind.SECTION:
            yield ui.UnitNode(id=node.id, name=node.name, parent=parent, search=node.short_name)
            yield from _rows(node.children, node.id)
