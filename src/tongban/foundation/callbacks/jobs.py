"""Background work of call-backs."""

from tongban.foundation.callbacks import calling, queries
from tongban.foundation.callbacks.contracts import State
from tongban.foundation.callbacks.operations import settle
from tongban.foundation.callbacks.operations import sweep as sweep_notices
from tongban.foundation.jobs import api as jobs
from tongban.kernel.actor import system_actor
from tongban.kernel.errors import Unavailable
from tongban.kernel.jobs import job
from tongban.kernel.now import now

ACTOR = system_actor("发送回调")


@job(label="发送回调")
def send(*, notice: int) -> None:
    """One try. At least once: a worker that dies after the answer lets the notice be sent again, under the same name."""
    at = now()
    if (message := queries.to_send(notice)) is None:
        return
    state, error = State.WITHHELD, "账户现在无权查看这件事。"
    if queries.may_hear(message, at=at):
        try:
            calling.call(
                message.callback.address, queries.body_of(message), secret=message.callback.secret, name=str(message.uid),
                seconds=int(at.timestamp()),
            )  # fmt: skip
            state, error = State.SENT, ""
        except Unavailable as failed:
            state, error = State.FAILED, failed.message
    settle(notice=notice, state=state, error=error, actor=ACTOR, at=at, request_key=jobs.job_key("settle"))


@job(every=24 * 3600.0, label="清理回调记录")
def sweep() -> None:
    sweep_notices(actor=ACTOR, at=now())
