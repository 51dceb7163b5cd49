"""Writing the inbox, inside the operations of those whose matters lie in it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongban.foundation.inbox import sql
from tongban.foundation.inbox.contracts import DeskHandedOver, Entry, Read, person_key
from tongban.foundation.inbox.models import Item
from tongban.foundation.organization.api import Handing
from tongban.kernel.actor import Actor
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import inside_operation, operation, publish
from tongban.kernel.references import Reference
from tongban.kernel.sql import insert_rows


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
    insert_rows(rows, conflict="ON CONFLICT DO NOTHING")


@inside_operation
def finish(source: Reference, *, person_id: int | None, at: datetime) -> None:
    """The matter is done: on every desk where it lay it is closed, and it comes once to the done list of the one who did it."""
    sql.finish(source, own_key=person_key(person_id or 0), person_id=person_id, at=at)


@inside_operation
def close(sources: Iterable[Reference], *, at: datetime) -> None:
    """Take matters off all desks without anybody having done them: withdrawn, returned elsewhere, ended."""
    ids = defaultdict(list)
    for source in sources:
        ids[source.kind].append(source.id)
    for kind, some in ids.items():
        _open_of(kind, some).update(state=Item.CLOSED, done_at=at)


@inside_operation
def rename(subject: Reference, **texts: str | int) -> None:
    """Keep title, number or urgency of open rows right when their subject changes."""
    Item.objects.filter(state=Item.OPEN, **pointing_at(subject)).update(**texts)


@inside_operation
def set_due(source: Reference, due_at: datetime | None) -> None:
    """The matter has another limit from now on."""
    _open_of(source.kind, [source.id]).update(due_at=due_at)


@inside_operation
def pass_on(handing: Handing) -> None:
    """交接: what lies on the person's own desk lies on the successor's from now on, once; what was done stays with who did it."""
    old, new = person_key(handing.person_id), person_key(handing.to_id)
    rows = list(Item.objects.filter(key=old, state=Item.OPEN).order_by("pk"))
    same = Item.objects.filter(key=new, source_kind=OuterRef("source_kind"), source_id=OuterRef("source_id"))
    Item.objects.filter(Exists(same), key=old, state=Item.OPEN).update(state=Item.CLOSED, done_at=handing.at)
    Item.objects.filter(key=old, state=Item.OPEN).update(key=new, seen_at=None)
    sources = tuple(Reference(row.source_kind, row.source_id) for row in rows)
    publish(DeskHandedOver(handing.person_id, handing.to_id, sources))


@inside_operation
def erase(subjects: Iterable[Reference]) -> int:
    """涉密清除: take every row about these subjects away, done ones too; how many there were."""
    of_subjects = Q(pk=None)
    for subject in subjects:
        of_subjects |= Q(**pointing_at(subject))
    return Item.objects.filter(of_subjects).delete()[0]


@operation(may="inbox.own", on="item")
def mark_read(*, item: Item, actor: Actor, at: datetime) -> None:
    """A matter to read was read by its owner."""
    fresh = Item.objects.filter(pk=item.pk, state=Item.OPEN)
    if fresh.update(state=Item.DONE, done_at=at, done_by=actor.person_id, seen_at=at):
        publish(Read(Reference(item.source_kind, item.source_id), item.subject, actor.person_id))


def _open_of(kind: str, ids: list[int]) -> QuerySet[Item]:
    return Item.objects.filter(source_kind=kind, source_id__in=ids, state=Item.OPEN)
