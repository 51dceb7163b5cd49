"""From References to titles and links, for one viewer, in a constant number of queries; and References to nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch

from tongban.foundation.references.contracts import PLACEHOLDER, Dangling, Hidden, Kind, Pointing, Resolved
from tongban.kernel.actor import Actor
from tongban.kernel.references import Reference
from tongban.kernel.registry import Registry

CHUNK = 1000  # ids looked up at once by the data check

kinds: Registry[Kind] = Registry("kind of thing")
tables: Registry[Pointing] = Registry("table that points")


def resolve(references: Iterable[Reference], *, viewer: Actor) -> dict[Reference, Resolved]:
    """What the viewer gets to see of each Reference: two or three look-ups per kind, however many there are.

    Every Reference asked for is in the answer; what is unknown, gone or invisible is the same neutral placeholder.
    """
    asked = set(references)
    found = dict.fromkeys(asked, PLACEHOLDER)
    for name, ids in _by_kind(asked).items():
        kind = kinds.get(name)
        if kind is not None:
            found.update(_resolve_kind(name, kind, ids, viewer))
    return found


def require_visible(reference: Reference, *, viewer: Actor) -> Resolved:
    """What the viewer gets to see of this one. Raises Hidden (404, audited) when that is nothing."""
    resolved = resolve([reference], viewer=viewer)[reference]
    if not resolved.there:
        raise Hidden
    return resolved


def dangling() -> Iterator[Dangling]:
    """References to nothing in the registered tables, table by table; reads in chunks and holds no table in memory."""
    for table, pointing in tables.items():
        model = apps.get_model(pointing.model)
        rows = model._base_manager.exclude(**{pointing.kind_field: ""})
        for name in rows.order_by(pointing.kind_field).values_list(pointing.kind_field, flat=True).distinct():
            of_kind = rows.filter(**{pointing.kind_field: name})
            ids = of_kind.order_by(pointing.id_field).values_list(pointing.id_field, flat=True).distinct()
            yield from _missing(table, name, ids.iterator(chunk_size=CHUNK))


def _by_kind(references: Iterable[Reference]) -> dict[str, list[int]]:
    grouped: dict[str, list[int]] = defaultdict(list)
    for reference in references:
        grouped[reference.kind].append(reference.id)
    return grouped


def _resolve_kind(name: str, kind: Kind, ids: list[int], viewer: Actor) -> Iterator[tuple[Reference, Resolved]]:
    visible = set(ids if viewer.system else kind.visible(viewer, ids))
    things = kind.load(visible) if visible else {}
    opens = bool(things) and kind.opens(viewer)
    for id_, thing in things.items():
        url = _address(kind, thing) if opens else ""
        yield Reference(name, id_), Resolved(kind.title(thing), url, kind.label, tuple(kind.actions(thing, viewer)))


def _address(kind: Kind, thing: Any) -> str:
    """The thing's page; nothing where this process does not open the site that it is on."""
    try:
        return kind.url(thing)
    except NoReverseMatch:
        return ""


def _missing(table: str, name: str, ids: Iterator[int]) -> Iterator[Dangling]:
    for chunk in _chunks(ids):
        there = kinds[name].load(chunk) if name in kinds else {}
        for id_ in chunk:
            if id_ not in there:
                yield Dangling(table, Reference(name, id_))


def _chunks(ids: Iterator[int]) -> Iterator[list[int]]:
    chunk: list[int] = []
    for id_ in ids:
        chunk.append(id_)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
