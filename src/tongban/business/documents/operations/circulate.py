"""传阅 inside the unit: chosen people find the document among what they are to read, and mark it read (F-OD-49, F-IN-16)."""

from collections.abc import Collection
from datetime import datetime

from tongban.business.documents.models import Document, Incoming
from tongban.business.documents.rules import urgency
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import holders
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Invalid
from tongban.kernel.operations import note, operation


@operation(may="documents.circulate", on="thing")
def circulate(*, thing: Document | Incoming, readers: Collection[int], actor: Actor, at: datetime) -> int:
    """Lay the document on the desks of these people of the unit, to be read. Who has it already keeps it. How many new ones."""
    own = {holder.person_id for holder in holders(unit_ids=[thing.unit_id], at=at, sections=True)}
    there = {reader.person_id for reader in inbox.readers_of(thing.reference)}
    chosen = set(readers) - there - {actor.person_id}
    if not chosen or not chosen <= own:
        raise Invalid({"readers": "请选择本单位还没有传阅到的人。"}, code="documents.no-readers")
    entry = inbox.Entry(
        source=thing.reference, subject=thing.reference, keys=tuple(inbox.person_key(p) for p in sorted(chosen)),
        desk=inbox.TO_READ, category="传阅", title=thing.title, step="传阅", number=thing.number_text, received_at=at,
        urgency=urgency.ORDER[thing.urgency], from_unit=actor.unit_name, from_person=actor.name,
    )  # fmt: skip
    inbox.put([entry])
    note(readers=len(chosen))
    return len(chosen)
