"""The lists of the desk: to-do, done, to-read; and their capped counts. Each is one statement."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, overload

from django.db.models import Q, QuerySet

from tongban.foundation.access import api as access
from tongban.foundation.inbox import sql
from tongban.foundation.inbox.contracts import TO_READ, TODO, duty_key, person_key
from tongban.foundation.inbox.models import Item
from tongban.foundation.organization.api import duties_of, holders, stands_in_for
from tongban.kernel.actor import Actor
from tongban.kernel.now import now
from tongban.kernel.references import Reference

CAP = 100  # figures: a hundred is shown as 99+
LISTED = 1001  # lists say "more than a thousand"


@dataclass(frozen=True, slots=True)
class Counts:
    """Capped at CAP."""

    todo: int
    overdue: int
    due_today: int
    to_read: int


def keys_of(actor: Actor, *, at: datetime) -> list[str]:
    """Whose matters lie on this desk: the person's, those of people he stands in for, and the duties of the post he acts in."""
    if actor.person_id is None:
        return []
    people = [actor.person_id, *stands_in_for(actor.person_id, at)]
    return [person_key(p) for p in people] + _duties(actor.post_id, people[1:])


def keys_for(request: Any) -> list[str]:
    """The keys of the viewer's desk, asked once a request."""
    if not hasattr(request, "desk_keys"):
        request.desk_keys = keys_of(request.actor, at=now())
    return request.desk_keys


def lies_with(actor: Actor, keys: Collection[str], *, at: datetime) -> int | None:
    """Through whom a matter with these keys is the actor's: himself, or somebody he stands in for; None: it is not his.

    What is plain from the keys themselves costs no query.
    """
    if actor.person_id is None:
        return None
    if person_key(actor.person_id) in keys:
        return actor.person_id
    duties = any(key.startswith("d") for key in keys)
    if duties and not set(keys).isdisjoint(_duties(actor.post_id, [])):
        return actor.person_id
    for person in stands_in_for(actor.person_id, at):
        if person_key(person) in keys or (duties and not set(keys).isdisjoint(_duties(None, [person]))):
            return person
    return None


def on_desk(actor: Actor, keys: Collection[str], *, at: datetime) -> bool:
    """Whether a matter with these keys lies on the actor's desk."""
    return lies_with(actor, keys, at=at) is not None


def people_with(keys: Collection[str], *, at: datetime) -> set[int]:
    """The people on whose own desks a matter with these keys lies, not those who stand in for them; a query for each duty."""
    people = {int(key[1:]) for key in keys if key.startswith("p")}
    for key in keys:
        if key.startswith("d"):
            unit, _, duty = key[1:].partition(".")
            people |= {holder.person_id for holder in holders(unit_ids=[int(unit)], at=at, duty=duty)}
    return people


def _duties(post_id: int | None, people: Collection[int]) -> list[str]:
    return [duty_key(unit, duty) for unit, duty in duties_of(post_id, people)]


class OpenItems(Sequence[Item]):
    """What lies on a desk and is to be done, in an order of sql.ORDERS; a slice or the length is one statement each.

    A matter that two keys of the desk have (one's own, and that of somebody one stands in for) comes once.
    """

    def __init__(self, keys: Collection[str], *, desk: str = TODO, category: str = "", order: str = "-urgency") -> None:
        self.desk = sql.Desk(tuple(keys), desk, category)
        self.order = order if order in sql.ORDERS else "-urgency"

    def __len__(self) -> int:
        """Counted up to LISTED."""
        return sql.counts([self.desk], cap=LISTED)[0] if self.desk.keys else 0

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> list[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | list[Item]:
        if isinstance(index, int):
            return self[index : index + 1][0]
        start, stop = index.start or 0, LISTED if index.stop is None else index.stop
        if not self.desk.keys or stop <= start:
            return []
        return sql.page(self.desk, order=self.order, limit=stop - start, offset=start)


def open_items(keys: Collection[str], *, category: str = "", order: str = "-urgency") -> OpenItems:
    """待办: the urgent first, then the newest."""
    return OpenItems(keys, category=category, order=order)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a subject stands among the to-dos of a desk. `number` is 0 when it does not lie there; counted up to CAP."""

    number: int = 0
    count: int = 0
    previous: Item | None = None
    next: Item | None = None


def place_of(request: Any, subject: Reference) -> Place:
    """One statement. For a subject that does not lie there, `next` is the first of the desk."""
    items = open_items(keys_for(request))[:CAP]
    at = next((i for i, item in enumerate(items) if item.subject == subject), -1)
    return Place(
        number=at + 1, count=len(items), previous=items[at - 1] if at > 0 else None,
        next=items[at + 1] if at + 1 < len(items) else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody to whom a subject was sent to be read."""

    person_id: int
    sent_at: datetime
    read_at: datetime | None


def readers_of(subject: Reference) -> list[Reader]:
    """Who was to read it, in the order of sending, and when he has."""
    rows = Item.objects.filter(subject_kind=subject.kind, subject_id=subject.id, desk=TO_READ).order_by("id")
    return [Reader(int(item.key[1:]), item.received_at, item.done_at) for item in rows if item.key.startswith("p")]


def to_read_of(request: Any, subject: Reference) -> Item | None:
    """The subject among what the viewer is to read."""
    rows = Item.objects.filter(subject_kind=subject.kind, subject_id=subject.id, desk=TO_READ, state=Item.OPEN)
    return rows.filter(key__in=keys_for(request)).first()


def lying(person_id: int, at: datetime) -> list[str]:
    """What lies on the person's own desk, to do and to read, in words: for a handing over."""
    rows = Item.objects.filter(key=person_key(person_id), state=Item.OPEN).order_by("desk", "pk")
    return [f"{'待阅' if item.desk == TO_READ else item.step}：{item.title}" for item in rows]


def to_read(keys: Collection[str], *, order: str = "-received") -> OpenItems:
    """待阅."""
    return OpenItems(keys, desk=TO_READ, order=order)


def done_items(person_id: int | None) -> QuerySet[Item]:
    """What this person has done, the latest first."""
    return Item.objects.filter(done_by=person_id, state=Item.DONE).order_by("-done_at", "-id")


def counts(keys: Collection[str], *, at: datetime, end_of_day: datetime) -> Counts:
    """The counts of the strip, in one statement whatever lies there."""
    if not keys:
        return Counts(0, 0, 0, 0)
    mine = tuple(keys)
    views = [
        sql.Desk(mine, TODO), sql.Desk(mine, TODO, due_before=at),
        sql.Desk(mine, TODO, due_from=at, due_before=end_of_day), sql.Desk(mine, TO_READ),
    ]  # fmt: skip
    return Counts(*sql.counts(views, cap=CAP))


def count_by_category(keys: Collection[str]) -> dict[str, int]:
    """To-dos by category for the tabs above the list, the fullest first; of the first LISTED of each key."""
    found = sql.categories(sql.Desk(tuple(keys), TODO), cap=LISTED) if keys else []
    return {name: min(n, CAP) for name, n in found}


def mine(item_id: int, keys: list[str]) -> Item | None:
    """An item of one's own desk."""
    return Item.objects.filter(pk=item_id, key__in=keys).first()


def mine_among(items: Collection[int], keys: list[str]) -> list[Item]:
    """Those of the items that lie on one's own desk and are open, in their order."""
    return list(Item.objects.filter(pk__in=items, key__in=keys, state=Item.OPEN).order_by("pk"))


def desks_of(source: Reference) -> tuple[str, ...]:
    """The keys of the desks where a matter lies or lay."""
    rows = Item.objects.filter(source_kind=source.kind, source_id=source.id)
    return tuple(rows.order_by("key").values_list("key", flat=True))


def met_among(kind: str, ids: Collection[int], *, keys: list[str], person_id: int | None) -> set[int]:
    """Those of the subjects that lie on one of these desks now, or with which this person has done something."""
    return set(met_rows(kind, keys=keys, person_id=person_id).filter(subject_id__in=ids))


def waiting_among(kind: str, ids: Collection[int], *, persons: Collection[int]) -> set[int]:
    """Those of the subjects that wait to be done on one of these people's own desks. 待阅 is theirs alone."""
    if not persons:
        return set()
    waiting = Item.objects.filter(key__in=[person_key(p) for p in persons], state=Item.OPEN, desk=TODO)
    return set(waiting.filter(subject_kind=kind, subject_id__in=ids).values_list("subject_id", flat=True))


def met_rows(kind: str, *, keys: list[str], person_id: int | None) -> QuerySet[Item, int]:
    """The ids of all subjects of a kind that lie on one of these desks now, or with which this person has done something."""
    met = Q(key__in=keys, state=Item.OPEN) | Q(done_by=person_id, state=Item.DONE)
    return Item.objects.filter(met, subject_kind=kind).values_list("subject_id", flat=True)


def met(kind: str, *, keys: list[str], person_id: int | None, limit: int) -> set[int]:
    """All of them, up to a limit: subjects of a kind on these desks now, or with which this person has done something."""
    lying = Item.objects.filter(subject_kind=kind, key__in=keys, state=Item.OPEN).values_list("subject_id", flat=True)
    done = Item.objects.filter(subject_kind=kind, done_by=person_id, state=Item.DONE).values_list(
        "subject_id", flat=True
    )
    return {*lying[:limit], *done[:limit]} if person_id else {*lying[:limit]}


def few_of(kind: str, *, see: str) -> Callable[[Actor, datetime, int], Collection[int] | None]:
    """For search: the ids of a kind that a viewer sees if there are no more than the limit, else None.

    By his keys of sight (`see` is the permission that shows a unit's), or because it lies, or lay, on his desk: the rule
    of every list.
    """

    def few(viewer: Actor, at: datetime, limit: int) -> Collection[int] | None:
        seen = access.newest_visible(access.keys_of(viewer, at=at, see=see), kind, limit=limit + 1)
        if len(seen) > limit:
            return None
        found = met(kind, keys=keys_of(viewer, at=at), person_id=viewer.person_id, limit=limit + 1)
        return None if len(found) > limit else {*seen, *found}

    return few
