"""The watch over the audit trail."""

from tongban.foundation.incidents.operations import watch
from tongban.kernel.actor import system_actor
from tongban.kernel.jobs import job
from tongban.kernel.now import now


@job(every=600, label="安全巡查")
def watch_trail() -> None:
    watch(actor=system_actor("安全巡查"), at=now())
