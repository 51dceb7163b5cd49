"""What need not be kept."""

from datetime import datetime

from tongban.business.hall.models import Attempt, Draft, DraftFile
from tongban.business.hall.rules.limits import DRAFT_KEPT, WINDOW
from tongban.foundation.files import api as files
from tongban.kernel.actor import Actor
from tongban.kernel.operations import note, operation

AT_ONCE = 200


@operation(may="hall.take")
def clear_attempts(*, actor: Actor, at: datetime) -> int:
    """Counts of wrong codes that are over."""
    gone, _ = Attempt.objects.filter(first_at__lt=at - WINDOW).delete()
    note(gone=gone)
    return gone


@operation(may="hall.take")
def clear_drafts(*, actor: Actor, at: datetime) -> int:
    """Drafts that nobody has saved for so long, with their materials; the oldest first, the rest is for the next run."""
    old = Draft.objects.select_for_update().filter(saved_at__lt=at - DRAFT_KEPT).order_by("saved_at")
    drafts = [draft.pk for draft in old[:AT_ONCE]]
    stored = [row.file for row in DraftFile.objects.filter(draft__in=drafts).select_related("file")]
    Draft.objects.filter(pk__in=drafts).delete()
    for file in stored:
        files.discard(file=file)
    note(gone=len(drafts))
    return len(drafts)
