"""Background entry points of the notifications."""

from tongban.foundation.notifications.contracts import State
from tongban.foundation.notifications.models import Message
from tongban.foundation.notifications.operations.delivering import (
    ask_arrivals,
    attempt,
    record_arrivals,
    record_attempt,
)
from tongban.kernel.actor import system_actor
from tongban.kernel.jobs import job
from tongban.kernel.now import now


@job(label="发送短信、邮件")
def deliver(*, message_id: int) -> None:
    message = Message.objects.filter(pk=message_id, state=State.QUEUED).first()
    if message is not None:
        answer = attempt(message, at=now())
        record_attempt(message=message, answer=answer, actor=system_actor(), at=now())


@job(every=15, label="查询短信是否送达")
def collect_receipts() -> None:
    arrived = ask_arrivals(at=now())
    if arrived:
        record_arrivals(message_ids=arrived, actor=system_actor(), at=now())
