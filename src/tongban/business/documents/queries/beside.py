"""Beside the process: reminders, readers, and who looks after a document."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from tongban.business.documents.models import Document, Incoming, Urging
from tongban.business.documents.queries.own import SENDERS
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Person, Unit
from tongban.kernel.actor import Actor
from tongban.kernel.models import pointing_at
from tongban.kernel.references import Reference

MOST_URGINGS = 20


@dataclass(frozen=True, slots=True)
class NamedReader:
    """传阅: who, when it was sent to him, when he read it."""

    person_id: int
    name: str
    sent_at: datetime
    read_at: datetime | None


def urgings_of(subject: Reference) -> list[Urging]:
    """催办 of its steps, the latest first."""
    return list(Urging.objects.filter(**pointing_at(subject)).order_by("-at", "-pk")[:MOST_URGINGS])


def circulated_to(subject: Reference) -> list[NamedReader]:
    """传阅 with names, in the order of sending."""
    found = inbox.readers_of(subject)
    names = dict(Person.objects.filter(pk__in=[r.person_id for r in found]).values_list("pk", "name"))
    return [NamedReader(r.person_id, names[r.person_id], r.sent_at, r.read_at) for r in found]


def belongs_to(viewer: Actor, thing: Document | Incoming) -> bool:
    """Whether the viewer acts in a post of the unit whose document it is."""
    return (
        Unit.objects.filter(pk=viewer.unit_id or 0, organ_id=thing.unit_id).exists() or viewer.unit_id == thing.unit_id
    )


def looks_after(viewer: Actor, thing: Document | Incoming, *, keys: Collection[str]) -> bool:
    """Who drafted or registered it, and 收发员, 机要 and 公文管理员 of its unit. `keys`: of the viewer's desk."""
    first = thing.drafter_id if isinstance(thing, Document) else thing.registrar_id
    if first is not None and first == viewer.person_id:
        return True
    duties = {inbox.duty_key(viewer.unit_id or 0, duty) for duty in SENDERS}
    return not duties.isdisjoint(keys) and belongs_to(viewer, thing)
