"""传阅 inside the unit: chosen people find the document among what they are to read, and mark it read (F-OD-49, F-IN-16).

All at once, or one after the other: then the next finds it when the one before has read it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max, QuerySet

from tongban.business.documents import queries
from tongban.business.documents.models import Document, Incoming, Reading
from tongban.business.documents.rules import urgency
from tongban.foundation.inbox import api as inbox
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict, Invalid
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import inside_operation, note, operation


@operation(may="documents.circulate", on="thing")
def circulate(
    *, thing: Document | Incoming, readers: Sequence[int], in_turn: bool = False, actor: Actor, at: datetime
) -> int:
    """Lay the document on the desks of these people, to be read; `in_turn`: in their order. Who has it keeps it. How many new ones."""
    _locked(thing)
    known = {holder.person_id: holder.name for holder in queries.circle_of(thing.unit_id, at=at)}
    there = {reading.person_id for reading in queries.circulated_to(thing.reference)}
    chosen = [person for person in dict.fromkeys(readers) if person not in there and person != actor.person_id]
    if not chosen or not known.keys() >= set(chosen):
        raise Invalid({"readers": "请选择本单位还没有传阅到的人。"}, code="documents.no-readers")
    last = _of(thing).aggregate(last=Max("turn"))["last"] or 0
    Reading.objects.bulk_create(
        Reading(
            person_id=person, person_name=known[person], turn=last + place if in_turn else 0, asked_at=at,
            asked_by=actor.name, asked_from=actor.unit_name, **pointing_at(thing.reference),
        )
        for place, person in enumerate(chosen, 1)
    )  # fmt: skip
    send_next(thing, at=at)
    note(readers=len(chosen), in_turn=in_turn)
    return len(chosen)


@operation(may="documents.circulate", on="thing")
def recall_reading(*, thing: Document | Incoming, reading: Reading, actor: Actor, at: datetime) -> Reading:
    """收回 from somebody who has not read it; the next in turn gets it."""
    _locked(thing)
    reading = _of(thing).select_for_update(of=("self",)).get(pk=reading.pk)
    if reading.read_at is not None or reading.recalled_at is not None:
        said = "已经阅过" if reading.read_at else "已经收回"
        raise Conflict(f"{reading.person_name}{said}，不能收回。", code="documents.reading-over")
    reading.recalled_at = at
    reading.save(update_fields=["recalled_at"])
    inbox.close([reading.reference], at=at)
    send_next(thing, at=at)
    note(reader=reading.person_id)
    return reading


@inside_operation
def send_next(thing: Document | Incoming, *, at: datetime) -> None:
    """What is to be read at once, and the first in turn when nobody before him still has it, goes on the desks."""
    waiting = list(_of(thing).filter(sent_at=None, recalled_at=None).order_by("turn", "pk"))
    due = [reading for reading in waiting if reading.turn == 0]
    reads = _of(thing).filter(turn__gt=0, read_at=None, recalled_at=None, sent_at__isnull=False).exists()
    if not reads:
        due += [reading for reading in waiting if reading.turn > 0][:1]
    for reading in due:
        reading.sent_at = at
    Reading.objects.bulk_update(due, ["sent_at"])
    inbox.put(_entry(thing, reading, at) for reading in due)


def _entry(thing: Document | Incoming, reading: Reading, at: datetime) -> inbox.Entry:
    return inbox.Entry(
        source=reading.reference, subject=thing.reference, keys=(inbox.person_key(reading.person_id),),
        desk=inbox.TO_READ, category="传阅", title=thing.title, step="传阅", number=thing.number_text, received_at=at,
        urgency=urgency.ORDER[thing.urgency], from_unit=reading.asked_from, from_person=reading.asked_by,
    )  # fmt: skip


def _of(thing: Document | Incoming) -> QuerySet[Reading]:
    return Reading.objects.filter(**pointing_at(thing.reference))


def _locked(thing: Document | Incoming) -> None:
    """Two who circulate or read at once wait for each other."""
    type(thing).objects.select_for_update(of=("self",)).get(pk=thing.pk)
