"""Delivering messages: the provider is asked outside of any transaction, what it answered is written by an operation.

After a crash between the two the provider is asked again with the same key: a gateway knows the repeat, an SMTP server
does not, so a mail may come twice.
"""

from collections.abc import Collection
from datetime import datetime

from tongban.foundation.notifications.channels import channels
from tongban.foundation.notifications.contracts import SMS, Letter, Receipt, Rejected, State, TryAgain
from tongban.foundation.notifications.models import Message
from tongban.foundation.notifications.queries import price_of, under_way
from tongban.foundation.notifications.rules import pause_before
from tongban.kernel.actor import Actor
from tongban.kernel.errors import Conflict
from tongban.kernel.operations import enqueue, note, operation

ASKED_AT_ONCE = 200


def attempt(message: Message, *, at: datetime) -> Receipt | Rejected | TryAgain:
    """Hand the message to its channel; the answer, whatever it is, is returned."""
    channel = channels[message.channel]
    letter = Letter(message.uid.hex, message.address, message.title, message.text, at)
    try:
        return channel.send(letter) if channel.ready() else Rejected(f"没有配置{channel.label}。")
    except (Rejected, TryAgain) as answer:
        return answer


@operation(may="notifications.send", on="message")
def record_attempt(*, message: Message, answer: Receipt | Rejected | TryAgain, actor: Actor, at: datetime) -> Message:
    """Write down what the provider answered, and queue the next attempt where there is one."""
    current = Message.objects.select_for_update().get(pk=message.pk)
    if current.state != State.QUEUED:
        return current
    current.attempts += 1
    if isinstance(answer, Receipt):
        current.state, current.sent_at, current.trouble = State.SENT, at, ""
        current.receipt, current.parts = answer.number, answer.parts
        current.cost = answer.parts * price_of(current.channel)
    else:
        _after_trouble(current, answer, at)
    current.save()
    note(channel=current.channel, state=current.state, attempts=current.attempts)
    return current


def ask_arrivals(*, at: datetime) -> list[int]:
    """The ids of messages of which the gateway says that they arrived meanwhile."""
    if not channels[SMS].ready():
        return []
    waiting = {message.receipt: message.pk for message in under_way(limit=ASKED_AT_ONCE, at=at)}
    arrived = channels[SMS].arrived(waiting.keys(), at=at) if waiting else set()
    return sorted(waiting[number] for number in arrived)


@operation(may="notifications.send")
def record_arrivals(*, message_ids: Collection[int], actor: Actor, at: datetime) -> int:
    """Write down that these messages arrived; returns how many were not known to have."""
    note(arrived=len(message_ids))
    rows = Message.objects.filter(pk__in=message_ids, state=State.SENT)
    return rows.update(state=State.DELIVERED, delivered_at=at)


@operation(may="notifications.manage", on="message")
def resend(*, message: Message, actor: Actor, at: datetime) -> Message:
    """Try a failed message once more, from the start. Raises Conflict for any other."""
    current = Message.objects.select_for_update().get(pk=message.pk)
    if current.state != State.FAILED:
        raise Conflict("只有发送失败的可以重发，这一条的状态已经变了。", code="notifications.not-failed")
    current.state, current.attempts, current.trouble = State.QUEUED, 0, ""
    current.save()
    enqueue("notifications.deliver", message_id=current.pk)
    return current


@operation(may="notifications.export")
def export_costs(*, year: int, actor: Actor, at: datetime) -> None:
    """Record that the costs of a year leave the house as a table."""
    note(list="短信和邮件费用", year=year)


def _after_trouble(current: Message, answer: Rejected | TryAgain, at: datetime) -> None:
    current.trouble = answer.message
    pause = pause_before(current.attempts + 1)
    if isinstance(answer, Rejected) or pause is None:
        current.state = State.FAILED
    else:
        enqueue("notifications.deliver", run_at=at + pause, message_id=current.pk)
