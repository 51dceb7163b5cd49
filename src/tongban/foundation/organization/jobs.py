"""Background work of organization."""

from tongban.foundation.organization.models import Delegation
from tongban.foundation.organization.operations.standing import end_delegation
from tongban.kernel.actor import system_actor
from tongban.kernel.jobs import job
from tongban.kernel.now import now


@job(every=60, label="委托到期提醒")
def end_delegations() -> None:
    """Tell the others that delegations are over. The right itself ended on time without this."""
    at, actor = now(), system_actor()
    for delegation in Delegation.objects.filter(ended_at=None, until__lte=at):
        end_delegation(delegation=delegation, actor=actor, at=at)
