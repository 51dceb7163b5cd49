"""Beside the process: reminders, readers, and who looks after a document."""

from collections.abc import Collection

from tongban.business.documents.models import Document, Handling, Incoming, Reading, Urging
from tongban.business.documents.queries.own import SENDERS
from tongban.engines.flow import api as flow
from tongban.foundation.inbox import api as inbox
from tongban.foundation.organization.api import Unit
from tongban.kernel.actor import Actor
from tongban.kernel.models import pointing_at
from tongban.kernel.references import Reference

MOST_URGINGS = 20


def urgings_of(subject: Reference) -> list[Urging]:
    """催办 of its steps, the latest first."""
    return list(Urging.objects.filter(**pointing_at(subject)).order_by("-at", "-pk")[:MOST_URGINGS])


def circulated_to(subject: Reference) -> list[Reading]:
    """传阅: who has it, had it, or waits for the turn, in the order of asking; those from whom it was taken back left out."""
    return list(Reading.objects.filter(recalled_at=None, **pointing_at(subject)).order_by("turn", "pk"))


def handled_by(incoming: Incoming, works: Collection[flow.Work]) -> list[tuple[Handling, flow.Work | None]]:
    """承办: the sections, who leads first, each with its last step."""
    steps = {work.place_id: work for work in works if work.place_id is not None and work.state != flow.Work.CANCELLED}
    rows = Handling.objects.filter(incoming=incoming).order_by("-lead", "pk")
    return [(handling, steps.get(handling.unit_id)) for handling in rows]


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
