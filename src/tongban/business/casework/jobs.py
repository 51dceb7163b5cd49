"""Background work of casework: one line, one operation each."""

from tongban.business.casework.models import Letter
from tongban.business.casework.operations.letters import lay_out as lay_out_letter
from tongban.kernel.actor import system_actor
from tongban.kernel.jobs import job
from tongban.kernel.now import now


@job(label="制作办件文书")
def lay_out(*, letter: int) -> None:
    """Set a letter's pages; a failure is tried again."""
    lay_out_letter(letter=Letter.objects.get(pk=letter), actor=system_actor("制作文书"), at=now())
