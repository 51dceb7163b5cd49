"""Background work of members: one line, one operation."""

from tongban.foundation.members.operations import clear_codes
from tongban.kernel.actor import system_actor
from tongban.kernel.jobs import job
from tongban.kernel.now import now


@job(every=300, label="清除过期的验证码")
def clear_old_codes() -> None:
    clear_codes(actor=system_actor(), at=now())
