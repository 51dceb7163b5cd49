"""查进度: each try counts where it is wrong, in the database, so that no process and no haste gets round it."""

from datetime import datetime

from tongban.business.hall.models import Attempt
from tongban.business.hall.queries.looking import Seen, seen_with
from tongban.business.hall.rules import limits, receipts
from tongban.foundation.audit.api import keyed_digest
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict
from tongban.kernel.operations import inside_operation, note, operation


@operation(may="hall.ask")
def look_up(*, number: str, code: str, actor: Actor, at: datetime) -> Seen | None:
    """What number and code open, None where they do not belong together. Conflict while too many wrong ones came."""
    tries = [
        (_attempt(f"number {receipts.clean_number(number)}", at), limits.FOR_NUMBER),
        (_attempt(f"address {actor.ip}", at), limits.FOR_ADDRESS),
    ]
    for attempt, most in tries:
        if limits.waits_until(wrong=attempt.wrong, first_at=attempt.first_at, most=most, at=at):
            raise Conflict("查询码错的次数太多，请15分钟后再查，或者打电话询问。", code="hall.too-many-wrong-codes")
    found = seen_with(number, code)
    if found is None:
        for attempt, _ in tries:
            _count(attempt, at)
    note(found=found is not None)
    return found


@inside_operation
def _attempt(about: str, at: datetime) -> Attempt:
    """The row, locked: those who try at once come one after the other."""
    digest = keyed_digest(about)
    Attempt.objects.bulk_create([Attempt(about=digest, first_at=at)], ignore_conflicts=True)
    return Attempt.objects.select_for_update().get(about=digest)


@inside_operation
def _count(attempt: Attempt, at: datetime) -> None:
    if at >= attempt.first_at + limits.WINDOW:
        attempt.wrong, attempt.first_at = 0, at
    attempt.wrong += 1
    attempt.save(update_fields=["wrong", "first_at"])
