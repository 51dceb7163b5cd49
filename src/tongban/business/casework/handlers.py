"""What cases do with the news of others."""

from tongban.business.casework.contracts import SUPPLEMENT
from tongban.business.casework.models import Case
from tongban.business.casework.operations.screen import deem_accepted
from tongban.foundation.clocks import api as clocks
from tongban.kernel.actor import system_actor
from tongban.kernel.now import now


def was_silence(event: clocks.ClockPassed) -> bool:
    """The five days to ask for supplements are over."""
    return event.code == SUPPLEMENT and event.mark == 0


def silence(event: clocks.ClockPassed) -> None:
    """视为受理 (行政许可法 §32)."""
    case = Case.objects.get(pk=event.subject.id)
    deem_accepted(case=case, actor=system_actor("视为受理"), at=now())
