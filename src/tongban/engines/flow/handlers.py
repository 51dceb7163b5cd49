"""What the process engine does about news from below."""

from tongban.engines.flow.models import Aside, Work
from tongban.engines.flow.operations.asides import was_read
from tongban.engines.flow.operations.passing_on import take_over
from tongban.foundation.inbox.api import DeskHandedOver, Read
from tongban.foundation.organization.api import Person
from tongban.kernel.operations import doing


def desk_handed_over(event: DeskHandedOver) -> None:
    """交接: the steps that lay with the person are the successor's, those that were to come back to him too."""
    names = dict(Person.objects.filter(pk__in=[event.person_id, event.to_id]).values_list("pk", "name"))
    asked = [source.id for source in event.sources if source.kind == Aside.kind]
    Aside.objects.filter(pk__in=asked, answered_at=None, closed_at=None).update(
        person_id=event.to_id, person_name=names[event.to_id]
    )
    steps = [source.id for source in event.sources if source.kind == Work.kind]
    waiting = Work.objects.filter(state=Work.OPEN).exclude(queue=[])
    for work in (Work.objects.filter(pk__in=steps, state=Work.OPEN) | waiting).order_by("pk"):
        take_over(work, event, names)


def aside_was_read(event: Read) -> None:
    """已阅 of what was circulated beside a step."""
    if event.source.kind == Aside.kind:
        was_read(event.source, doing().at)
