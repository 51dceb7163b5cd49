"""What need not be kept."""

from datetime import datetime

from tongban.business.hall.models import Attempt
from tongban.business.hall.rules.limits import WINDOW
from tongban.kernel.actor import Actor
from tongban.kernel.operations import note, operation


@operation(may="hall.take")
def clear_attempts(*, actor: Actor, at: datetime) -> int:
    """Counts of wrong codes that are over."""
    gone, _ = Attempt.objects.filter(first_at__lt=at - WINDOW).delete()
    note(gone=gone)
    return gone
