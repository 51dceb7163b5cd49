"""Reads: a person's notices, what he wants, and the log of messages."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth

from tongban.foundation.access.api import units_where
from tongban.foundation.notifications.channels import channels
from tongban.foundation.notifications.contracts import EMAIL, SMS, State
from tongban.foundation.notifications.models import (
    Announcement,
    Confirmation,
    DemoShortMessage,
    Message,
    Notice,
    Preference,
)
from tongban.foundation.options import api as options
from tongban.foundation.organization.api import Person
from tongban.kernel.actor import Actor
from tongban.kernel.errors import NotAllowed, NotFound

FAULTS = timedelta(days=30)
CAP = 100  # counting stops here: shown as 99+
REPORTED_WITHIN = timedelta(hours=72)  # networks give up on a phone that is off for longer


def notices_of(viewer: Actor, *, unread: bool = False) -> QuerySet[Notice]:
    """The viewer's own notices, the latest first."""
    rows = Notice.objects.filter(person_id=viewer.person_id or 0).order_by("-id")
    return rows.filter(read_at=None) if unread else rows


def notice_of(viewer: Actor, pk: int) -> Notice:
    """One of the viewer's own notices. Raises NotFound for anybody else's."""
    found = notices_of(viewer).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def unread_count(viewer: Actor) -> int:
    """How many the viewer has not read, counted up to CAP."""
    return notices_of(viewer, unread=True).order_by()[:CAP].count()


def wanted_by(person_ids: Collection[int], channel: str) -> set[int]:
    """Those of the people who want this channel, by their choice or by its default. One query."""
    chosen = dict(
        Preference.objects.filter(person_id__in=person_ids, channel=channel).values_list("person_id", "wanted")
    )
    return {pk for pk in person_ids if chosen.get(pk, channels[channel].wanted)}


def choices_of(viewer: Actor) -> dict[str, bool]:
    """What the viewer wants, for each channel."""
    chosen = dict(Preference.objects.filter(person_id=viewer.person_id or 0).values_list("channel", "wanted"))
    return {key: chosen.get(key, channel.wanted) for key, channel in channels.items()}


def address_of(person: Person, channel: str) -> str:
    """Where this channel reaches the person; "" when the person has given none."""
    return {EMAIL: person.email, SMS: person.mobile}.get(channel, "").strip()


def messages(viewer: Actor, *, at: datetime, channel: str = "", state: str = "") -> QuerySet[Message]:
    """The log of messages (F-MG-10), the latest first: those to people of the units that the viewer administers.

    Messages to people who are not staff are for those alone who administer the whole installation.
    """
    rows = Message.objects.select_related("person").order_by("-id")
    units = units_where(actor=viewer, permission="notifications.manage", at=at)
    rows = rows if units is None else rows.filter(unit__in=units)
    rows = rows.filter(channel=channel) if channel else rows
    return rows.filter(state=state) if state else rows


def message_of(viewer: Actor, pk: int, *, at: datetime) -> Message:
    """One message of the viewer's log. Raises NotFound for any other."""
    found = messages(viewer, at=at).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def under_way(*, limit: int, at: datetime) -> list[Message]:
    """Messages that the gateway took within REPORTED_WITHIN and has not reported on, the latest first."""
    rows = Message.objects.filter(state=State.SENT, channel=SMS, sent_at__gt=at - REPORTED_WITHIN)
    return list(rows.order_by("-id")[:limit])


def price_key(channel: str) -> str:
    return f"notifications.price.{channel}"


def price_of(channel: str) -> int:
    """What one part costs now, in 厘 (a thousandth of a yuan); channels without a price cost nothing."""
    return options.whole(price_key(channel)) if price_key(channel) in options.options else 0


def costs(viewer: Actor, year: int, *, at: datetime) -> list[dict[str, Any]]:
    """What was sent in the year: month, organ, channel, how many messages, parts, and their cost in 厘. One statement."""
    rows = messages(viewer, at=at).filter(sent_at__isnull=False, sent_at__year=year).order_by()
    by_month = rows.annotate(month=TruncMonth("sent_at")).values(
        "month", "unit__organ_id", "unit__organ__name", "channel"
    )
    found = by_month.annotate(sent=Count("pk"), parts_sent=Sum("parts"), cost_sent=Sum("cost"))
    return [dict(row) for row in found.order_by("-month", "unit__organ__order", "unit__organ_id", "channel")]


def faults(viewer: Actor, *, at: datetime) -> list[dict[str, Any]]:
    """Why messages failed in the last FAULTS days, the most frequent cause first."""
    rows = messages(viewer, at=at, state=State.FAILED).filter(at__gt=at - FAULTS).order_by()
    found = rows.values("channel", "trouble").annotate(failed=Count("pk"), last=Max("at"))
    return [dict(row) for row in found.order_by("-failed", "trouble")]


def bad_addresses(viewer: Actor, *, at: datetime) -> list[dict[str, Any]]:
    """Staff whom nothing has reached since messages to that address failed, to be asked for a right number."""
    rows = messages(viewer, at=at).filter(at__gt=at - FAULTS, person__isnull=False).order_by()
    reached = Count("pk", filter=~Q(state=State.FAILED))
    found = rows.values("person_id", "person__name", "unit__name", "channel", "address").annotate(
        reached=reached, failed=Count("pk", filter=Q(state=State.FAILED)), last=Max("at")
    )
    return [dict(row) for row in found.filter(reached=0, failed__gt=0).order_by("-last")[:CAP]]


def demo_messages(viewer: Actor, *, at: datetime) -> QuerySet[DemoShortMessage]:
    """What the demo gateway took, the latest first; for those alone who administer the whole installation."""
    if units_where(actor=viewer, permission="notifications.manage", at=at) is not None:
        raise NotAllowed("演示短信只有全系统的管理员能看。")
    return DemoShortMessage.objects.order_by("-id")


def demo_arrivals(*, at: datetime) -> QuerySet[DemoShortMessage]:
    """What the demo gateway took in the last quarter of an hour, the latest first: for the page of the demo's telephone."""
    return DemoShortMessage.objects.filter(accepted_at__gt=at - timedelta(minutes=15)).order_by("-id")[:20]


def current_announcements(on: date) -> QuerySet[Announcement]:
    """登录公告 in force on this day, the latest first."""
    rows = Announcement.objects.filter(withdrawn_at=None, valid_from__lte=on, valid_to__gte=on)
    return rows.order_by("-pk")


def to_confirm(person_id: int | None, on: date) -> QuerySet[Announcement]:
    """Those that this person has not confirmed; nobody who is no person of the staff has any."""
    if person_id is None:
        return Announcement.objects.none()
    there = Confirmation.objects.filter(person_id=person_id).values("announcement_id")
    return current_announcements(on).exclude(pk__in=there)


def announcements() -> QuerySet[Announcement]:
    """All of them, with how many have confirmed."""
    confirmed = Confirmation.objects.filter(announcement=OuterRef("pk")).order_by().values("announcement")
    count = Coalesce(Subquery(confirmed.annotate(n=Count("pk")).values("n")), 0)
    return Announcement.objects.annotate(confirmed=count).order_by("-pk")


def confirmations_of(announcement: Announcement) -> QuerySet[Confirmation]:
    return Confirmation.objects.filter(announcement=announcement).order_by("-pk")
