"""办理限时: an open step gets another limit than its process gave it."""

from datetime import datetime

from tongban.engines.flow.models import Work
from tongban.engines.flow.operations.hand import taken
from tongban.engines.flow.registry import hosts
from tongban.foundation.inbox import api as inbox
from tongban.kernel.operations import inside_operation


@inside_operation
def set_due(work: Work, due_at: datetime | None) -> Work:
    """The step is due at this time, or with the whole matter, whichever ends first; None: with the whole matter."""
    work = Work.objects.select_for_update().get(pk=work.pk)
    if work.state != Work.OPEN:
        raise taken(work)
    work.due_at = due_at
    work.save(update_fields=["due_at"])
    whole = hosts[work.subject_kind].describe(work.subject).due_at
    inbox.set_due(work.reference, min((due for due in (due_at, whole) if due), default=None))
    return work
