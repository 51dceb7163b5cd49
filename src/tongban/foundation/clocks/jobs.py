"""Background entry points: the sweep, and the recount after a change of the calendar."""

from datetime import datetime

import structlog

from tongban.foundation.clocks.operations.running import pass_marks, recount
from tongban.foundation.clocks.queries.clocks import due_clocks
from tongban.foundation.clocks.queries.effects import touched_by
from tongban.foundation.jobs.api import progress
from tongban.foundation.workdays.api import CalendarChanged
from tongban.kernel.actor import system_actor
from tongban.kernel.jobs import job
from tongban.kernel.now import now

BATCH = 200

log = structlog.get_logger("clocks")


@job(every=5, label="推进时限（预警、超时）")
def sweep() -> None:
    """Tell every mark that was passed, batch after batch. One clock that cannot be told does not hold up the others."""
    at, failed = now(), dict[int, Exception]()
    while ids := due_clocks(at, limit=BATCH, but=failed):
        if not _told(ids, at, failed):
            break
    if failed:
        raise next(iter(failed.values()))


def _told(ids: list[int], at: datetime, failed: dict[int, Exception]) -> bool:
    """Tell these; where that fails, one by one. Whether it is any use to look for more."""
    try:
        return pass_marks(clocks=ids, actor=system_actor(), at=at) > 0
    except Exception as error:
        if len(ids) == 1:
            failed[ids[0]] = error
            log.exception("clocks.cannot_tell", clock=ids[0])
            return True
    return sum(_told([pk], at, failed) for pk in ids) > 0


def recount_touched(changed: CalendarChanged) -> None:
    """After a change of the calendar: count the live clocks that it touches anew. Interrupted, it goes on where it stopped."""
    rows = touched_by(changed.first, changed.last).filter(version__lt=changed.version).order_by("pk")
    total, done, after = rows.count(), 0, 0
    while ids := list(rows.filter(pk__gt=after).values_list("pk", flat=True)[:BATCH]):
        recount(clocks=ids, version=changed.version, actor=system_actor(), at=now())
        done, after = done + len(ids), ids[-1]
        progress(done, total, "按新的日历重算时限")
