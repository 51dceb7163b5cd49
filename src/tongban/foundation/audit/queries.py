"""What the auditor and the metrics read."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import TruncDate

from tongban.foundation.audit.contracts import DONE, REFUSED, Named
from tongban.foundation.audit.models import Entry
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotFound
from tongban.kernel.ports import Port
from tongban.kernel.references import Reference

CHUNK = 500

# The names of things that a viewer may see (the others are left out); references, which lies above, answers.
names: Port[Callable[[Collection[Reference], Actor], Mapping[Reference, Named]]] = Port("names of things")


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; what is left empty does not narrow. `action` may be a whole name or its app ("documents").

    `since` and `until` (exclusive) are about the time that an entry counts for. `text` is looked for in the names of
    who acted, in the error's code and in the request id.
    """

    action: str = ""
    person: str = ""
    reference: Reference | None = None
    since: datetime | None = None
    until: datetime | None = None
    outcome: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """`entries`, the newest first; `older` is what to give as `before` for the next page, None on the last."""

    entries: list[Entry]
    older: int | None


def search(what: Search, *, before: int | None = None, limit: int = 50) -> Page:
    """One page, found by its key: page 1000 costs what page 1 does."""
    found = matching(what)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: limit + 1])
    return Page(rows[:limit], older=rows[limit - 1].pk if len(rows) > limit else None)


def each(what: Search) -> Iterator[Entry]:
    """All of them, the newest first, a chunk at a time."""
    before: int | None = None
    while True:
        page = search(what, before=before, limit=CHUNK)
        yield from page.entries
        before = page.older
        if before is None:
            return


def matching(what: Search) -> QuerySet[Entry]:
    found = Entry.objects.order_by("-id")
    for condition in _conditions(what):
        found = found.filter(condition)
    return found


def with_names(entries: Iterable[Entry], viewer: Actor) -> list[tuple[Entry, Named | None]]:
    """Each entry with what it is about, as far as the viewer may know its name. A few look-ups for each kind of thing."""
    rows = list(entries)
    found = names()({entry.subject for entry in rows if entry.subject}, viewer)
    return [(entry, found.get(entry.subject) if entry.subject else None) for entry in rows]


def frequent(what: Search, *, least: int, hours: tuple[int, int] | None = None) -> list[dict[str, Any]]:
    """Who has at least so many of these entries: person_id, account_id, actor_name, unit, count, last; the system left out.

    `hours`: only those from this hour of the evening to that of the morning. One statement.
    """
    rows = matching(what).filter(by_system=False).order_by()
    if hours is not None:
        rows = rows.filter(Q(at__hour__gte=hours[0]) | Q(at__hour__lt=hours[1]))
    grouped = rows.values("person_id", "account_id", "actor_name")
    counted = grouped.annotate(count=Count("id"), last=Max("at"), unit=Max("unit_id")).filter(count__gte=least)
    found: Iterable[Any] = counted.order_by("-count", "actor_name")
    return list(found)


@dataclass(frozen=True, slots=True)
class Tally:
    """How much was done and refused: by day, by person, by action, by what it was refused for."""

    days: list[dict[str, Any]]
    people: list[dict[str, Any]]
    actions: list[dict[str, Any]]
    errors: list[dict[str, Any]]


def tally(what: Search, *, most: int = 15) -> Tally:
    """Figures of the entries that match, in four statements."""
    rows = matching(what).filter(by_system=False).order_by()
    done, refused = Count("id", filter=Q(outcome=DONE)), Count("id", filter=Q(outcome=REFUSED))

    def by(*names: str) -> list[dict[str, Any]]:
        return list(rows.values(*names).annotate(done=done, refused=refused).order_by("-done", *names)[:most])

    days: Iterable[Any] = (
        rows.annotate(day=TruncDate("at")).values("day").annotate(done=done, refused=refused).order_by("-day")
    )
    grouped = rows.filter(outcome=REFUSED).values("error").annotate(refused=Count("id"))
    errors: Iterable[Any] = grouped.order_by("-refused", "error")[:most]
    return Tally(list(days), by("person_id", "actor_name", "unit_name"), by("action"), list(errors))


def history_of(reference: Reference) -> QuerySet[Entry]:
    """Everything that was done to one thing, in order. Whoever shows it has checked that the viewer may see the thing."""
    return Entry.objects.filter(subject_kind=reference.kind, subject_id=reference.id).order_by("id")


def entry_by_id(entry_id: int) -> Entry:
    """Raises NotFound."""
    entry = Entry.objects.filter(pk=entry_id).first()
    if entry is None:
        raise NotFound
    return entry


def figures(at: datetime) -> dict[str, float]:
    """Metrics: entries that wait for their seal, and for how many seconds the oldest has."""
    unsealed = Entry.objects.filter(seq=None)
    oldest = unsealed.aggregate(oldest=Min("recorded_at"))["oldest"]
    return {
        "audit_unsealed": unsealed.count(),
        "audit_unsealed_seconds": max((at - oldest).total_seconds(), 0.0) if oldest else 0.0,
    }


def _conditions(what: Search) -> Iterator[Q]:
    if what.action:
        yield Q(action=what.action) if "." in what.action else Q(action__startswith=f"{what.action}.")
    if what.person:
        yield Q(actor_name__startswith=what.person)
    if what.reference:
        yield Q(subject_kind=what.reference.kind, subject_id=what.reference.id)
    if what.since:
        yield Q(at__gte=what.since)
    if what.until:
        yield Q(at__lt=what.until)
    if what.outcome:
        yield Q(outcome=what.outcome)
    if what.text:
        names = Q(actor_name__contains=what.text) | Q(post_name__contains=what.text) | Q(unit_name__contains=what.text)
        yield names | Q(error__startswith=what.text) | Q(request_id=what.text)
