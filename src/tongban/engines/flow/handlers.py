"""What the process engine does about news from below."""

from tongban.engines.flow.models import Work
from tongban.engines.flow.operations.passing_on import take_over
from tongban.foundation.inbox.api import DeskHandedOver
from tongban.foundation.organization.api import Person


def desk_handed_over(event: DeskHandedOver) -> None:
    """交接: the steps that lay with the person are the successor's, those that were to come back to him too."""
    names = dict(Person.objects.filter(pk__in=[event.person_id, event.to_id]).values_list("pk", "name"))
    steps = [source.id for source in event.sources if source.kind == Work.kind]
    waiting = Work.objects.filter(state=Work.OPEN).exclude(queue=[])
    for work in (Work.objects.filter(pk__in=steps, state=Work.OPEN) | waiting).order_by("pk"):
        take_over(work, event, names)
