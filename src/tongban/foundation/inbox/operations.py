"""Writing the inbox, inside the operations of those whose matters lie in it."""

from collections.abc import Iterable
from datetime import datetime

from tongban.foundation.inbox.contracts import Entry
from tongban.foundation.inbox.models import Item
from tongban.kernel.actor import Actor
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import inside_operation, operation
from tongban.kernel.references import Reference


@inside_operation
def put(entries: Iterable[Entry]) -> None:
    """Lay matters on desks: one insert for all. A matter that already lies there is left as it is."""
    rows = [
        Item(
            key=key, desk=e.desk, source_kind=e.source.kind, source_id=e.source.id, category=e.category,
            title=e.title[:300], number=e.number, step=e.step, urgency=e.urgency, from_unit=e.from_unit,
            from_person=e.from_person, received_at=e.received_at, due_at=e.due_at, **pointing_at(e.subject),
        )
        for e in entries
        for key in e.keys
    ]  # fmt: skip
    Item.objects.bulk_create(rows, ignore_conflicts=True)


@inside_operation
def finish(source: Reference, *, person_id: int | None, at: datetime) -> None:
    """The matter is done: on every desk where it lay it moves to the done list of the one who did it, once."""
    items = _open_of(source)
    first = (
        items.order_by("id").values_list("pk", flat=True).first() if person_id is None else _done_row(items, person_id)
    )
    items.filter(pk=first).update(state=Item.DONE, done_at=at, done_by=person_id)
    items.exclude(pk=first).update(state=Item.CLOSED, done_at=at)


@inside_operation
def close(sources: Iterable[Reference], *, at: datetime) -> None:
    """Take matters off all desks without anybody having done them: withdrawn, returned elsewhere, ended."""
    for source in sources:
        _open_of(source).update(state=Item.CLOSED, done_at=at)


@inside_operation
def rename(subject: Reference, **texts: str) -> None:
    """Keep title, number or urgency of open rows right when their subject changes."""
    Item.objects.filter(state=Item.OPEN, **pointing_at(subject)).update(**texts)


@operation(may="inbox.own", on="item")
def mark_read(*, item: Item, actor: Actor, at: datetime) -> None:
    """A matter to read was read by its owner."""
    Item.objects.filter(pk=item.pk, state=Item.OPEN).update(
        state=Item.DONE, done_at=at, done_by=actor.person_id, seen_at=at
    )


def _open_of(source: Reference):
    return Item.objects.filter(source_kind=source.kind, source_id=source.id, state=Item.OPEN)


def _done_row(items, person_id: int) -> int | None:
    rows = dict(items.values_list("key", "pk"))
    return rows.get(f"p{person_id}") or next(iter(rows.values()), None)
