"""Telling people: notices at once, messages as rows that jobs deliver after the commit."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from tongban.foundation.notifications.channels import channels as registered
from tongban.foundation.notifications.contracts import APP
from tongban.foundation.notifications.models import Message, Notice
from tongban.foundation.notifications.queries import address_of, wanted_by
from tongban.foundation.organization.api import Person
from tongban.kernel.actor import Actor
from tongban.kernel.operations import doing, enqueue, inside_operation, note, operation
from tongban.kernel.references import Reference


@dataclass(frozen=True, slots=True)
class News:
    """What people are told. `title` is one line; `body` may be empty; the line leads to `reference`.

    Never the text of a document: it may travel by e-mail or over the air.
    """

    title: str
    body: str = ""
    reference: Reference | None = None


@inside_operation
def notify(
    persons: Iterable[int],
    *,
    title: str,
    body: str = "",
    reference: Reference | None = None,
    channels: Collection[str] = (APP,),
) -> None:
    """Give each person (by id) a notice, and queue a message by each further channel that is wanted and can be used.

    Two statements for any number of people, three more for each channel. Nothing leaves the house before the commit.
    """
    notify_each([(persons, News(title, body, reference))], channels=channels)


@inside_operation
def notify_each(told: Iterable[tuple[Iterable[int], News]], *, channels: Collection[str] = (APP,)) -> None:
    """notify() for several pieces of news, each with the people whom it concerns; as many statements as for one."""
    pairs = [(pk, news) for persons, news in told for pk in sorted(set(persons))]
    if APP in channels:
        Notice.objects.bulk_create(
            Notice(person_id=pk, title=n.title[:200], body=n.body[:1000], at=doing().at, **_pointing(n.reference))
            for pk, n in pairs
        )
    for channel in channels:
        if channel != APP:
            _queue(pairs, channel)


@operation(may="notifications.send")
def tell(
    *, persons: Collection[int], news: News, actor: Actor, at: datetime, channels: Collection[str] = (APP,)
) -> None:
    """notify() for handlers that run after a commit, outside of any operation; give a request_key against repeats."""
    note(persons=len(set(persons)))
    notify(persons, title=news.title, body=news.body, reference=news.reference, channels=channels)


@inside_operation
def send_to(*, address: str, news: News, channel: str) -> Message:
    """Queue a message to somebody who is not one of the staff, such as an applicant. Its text is the news' body."""
    message = _message(news, channel, address)
    message.save()
    enqueue("notifications.deliver", message_id=message.pk)
    return message


def _queue(pairs: list[tuple[int, News]], channel: str) -> None:
    if not registered[channel].ready():
        return
    wanting = Person.objects.in_bulk(wanted_by({pk for pk, _ in pairs}, channel))
    reached = {pk: address for pk, person in wanting.items() if (address := address_of(person, channel))}
    rows = [_message(news, channel, reached[pk], wanting[pk]) for pk, news in pairs if pk in reached]
    for message in Message.objects.bulk_create(rows):
        enqueue("notifications.deliver", message_id=message.pk)


def _message(news: News, channel: str, address: str, person: Person | None = None) -> Message:
    return Message(
        channel=channel, person=person, address=address, title=news.title[:200], text=(news.body or news.title)[:1000],
        at=doing().at, unit_id=person.unit_id if person else None, **_pointing(news.reference),
    )  # fmt: skip


def _pointing(reference: Reference | None) -> dict[str, str | int | None]:
    return {"subject_kind": reference.kind, "subject_id": reference.id} if reference else {}
