"""The lists of the desk: to-do, done, to-read; and their capped counts. Each is one statement."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from tongban.foundation.inbox.contracts import TO_READ, TODO, duty_key, person_key
from tongban.foundation.inbox.models import Item
from tongban.foundation.organization.api import Post, stands_in_for
from tongban.kernel.actor import Actor
from tongban.kernel.references import Reference

CAP = 100


@dataclass(frozen=True, slots=True)
class Counts:
    """Capped at CAP: a hundred is shown as 99+."""

    todo: int
    overdue: int
    due_today: int
    to_read: int


def keys_of(actor: Actor, *, at: datetime) -> list[str]:
    """Whose matters lie on this desk: the person's, those of people he stands in for, and the duties of the post he acts in."""
    if actor.person_id is None:
        return []
    people = [actor.person_id, *stands_in_for(actor.person_id, at)]
    posts = Post.objects.filter(Q(pk=actor.post_id) | Q(holdings__person_id__in=people[1:], holdings__until=None))
    duties = [duty_key(unit, duty) for unit, held in posts.values_list("unit_id", "duties") for duty in held]
    return [person_key(p) for p in people] + duties


def open_items(keys: list[str], *, desk: str = TODO, category: str = "") -> QuerySet[Item]:
    """What is to be done: the urgent first, then what is due soonest, then the newest."""
    items = Item.objects.filter(key__in=keys, desk=desk, state=Item.OPEN)
    if category:
        items = items.filter(category=category)
    return items.order_by("-urgency", F("due_at").asc(nulls_last=True), "-received_at", "-id")


def to_read(keys: list[str]) -> QuerySet[Item]:
    return open_items(keys, desk=TO_READ)


def done_items(person_id: int) -> QuerySet[Item]:
    """What this person has done, the latest first."""
    return Item.objects.filter(done_by=person_id, state=Item.DONE).order_by("-done_at", "-id")


def counts(keys: list[str], *, at: datetime, end_of_day: datetime) -> Counts:
    """All counts of the strip in one statement over the open rows of these keys."""
    rows = Item.objects.filter(key__in=keys, state=Item.OPEN)[: CAP * 4]
    todo = Q(desk=TODO)
    found = Item.objects.filter(pk__in=rows.values("pk")).aggregate(
        todo=Count("pk", filter=todo),
        overdue=Count("pk", filter=todo & Q(due_at__lt=at)),
        due_today=Count("pk", filter=todo & Q(due_at__gte=at, due_at__lt=end_of_day)),
        to_read=Count("pk", filter=Q(desk=TO_READ)),
    )
    return Counts(**{name: min(value, CAP) for name, value in found.items()})


def count_by_category(keys: list[str]) -> dict[str, int]:
    """Open to-dos by category, for the tabs above the list."""
    rows = Item.objects.filter(key__in=keys, desk=TODO, state=Item.OPEN).values_list("category")
    return {name: min(n, CAP) for name, n in rows.annotate(n=Count("pk")).order_by("-n", "category")}


def mine(item_id: int, keys: list[str]) -> Item | None:
    """An item of one's own desk."""
    return Item.objects.filter(pk=item_id, key__in=keys).first()


def desks_of(source: Reference) -> tuple[str, ...]:
    """The keys of the desks where a matter lies or lay."""
    rows = Item.objects.filter(source_kind=source.kind, source_id=source.id)
    return tuple(rows.order_by("key").values_list("key", flat=True))


def met_among(kind: str, ids: Collection[int], *, keys: list[str], person_id: int | None) -> set[int]:
    """Those of the subjects that lie on one of these desks now, or with which this person has done something."""
    rows = Item.objects.filter(subject_kind=kind, subject_id__in=ids)
    met = rows.filter(Q(key__in=keys, state=Item.OPEN) | Q(done_by=person_id, state=Item.DONE))
    return set(met.values_list("subject_id", flat=True))
