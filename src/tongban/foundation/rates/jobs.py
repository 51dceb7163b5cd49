"""Counters whose window is over are of no use."""

from tongban.foundation.rates import sql
from tongban.kernel.jobs import job
from tongban.kernel.now import now


@job(every=3600, label="清理过期的次数限制")
def sweep() -> None:
    sql.forget(before=int(now().timestamp()))
