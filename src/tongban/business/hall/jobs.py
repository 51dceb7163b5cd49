"""What the hall forgets: wrong codes of yesterday."""

from tongban.business.hall.operations.clearing import clear_attempts
from tongban.kernel.actor import system_actor
from tongban.kernel.jobs import job
from tongban.kernel.now import now


@job(every=24 * 3600, label="清理查询码错误计数")
def forget_attempts() -> None:
    """Wrong codes that count no more."""
    clear_attempts(actor=system_actor(), at=now())
