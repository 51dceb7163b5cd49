"""Notices inside the house, messages that leave it, who wants what, and the demo gateway's phones."""

from django.db import models
from django.db.models import Q

from tongban.foundation.notifications.contracts import State
from tongban.kernel.models import Record, Travels
from tongban.kernel.references import Reference

STATES = [state.value for state in State]  # plain text: migrations keep it


class About(models.Model):
    """About some thing, or about nothing in particular."""

    subject_kind = models.CharField(max_length=40, default="")
    subject_id = models.BigIntegerField(null=True)

    class Meta:
        abstract = True

    @property
    def subject(self) -> Reference | None:
        return Reference(self.subject_kind, self.subject_id) if self.subject_id is not None else None


class Notice(Record, About):
    """One line of news for one person, read or not."""

    kind = "notice"

    person = models.ForeignKey("organization.Person", models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    body = models.CharField(max_length=1000, default="")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="notices_of_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notices_unread"),
            models.Index(fields=["subject_kind", "subject_id"], name="notices_subject"),
        ]


class Message(Record, Travels, About):
    """A letter to one person by one channel. `uid` is its key with the provider; `receipt` the provider's number."""

    kind = "message"

    channel = models.CharField(max_length=20)
    person = models.ForeignKey("organization.Person", models.PROTECT, null=True, related_name="+")
    address = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=1000)
    state = models.CharField(max_length=10, default=State.QUEUED.value)
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=200, default="")
    receipt = models.CharField(max_length=80, default="")
    parts = models.PositiveSmallIntegerField(default=0)
    cost = models.PositiveIntegerField(default=0)  # 厘, at the price of the hour when it was sent
    unit = models.ForeignKey("organization.Unit", models.PROTECT, null=True, related_name="+")  # whose cost it is
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="messages_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "delivered"]) | Q(sent_at__isnull=False), name="messages_sent_has_time"
            ),
        ]
        indexes = [
            models.Index(fields=["-id"], condition=Q(state="sent"), name="messages_under_way"),
            models.Index(fields=["channel", "-id"], name="messages_of_channel"),
            models.Index(fields=["sent_at"], condition=Q(sent_at__isnull=False), name="messages_sent"),
        ]


class Announcement(Record):
    """登录公告: shown to everybody of the staff after the login while it is valid, until he has confirmed it."""

    kind = "announcement"

    title = models.CharField(max_length=100)
    text = models.CharField(max_length=2000)
    valid_from = models.DateField()
    valid_to = models.DateField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=60)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=models.F("valid_from")), name="announcement_valid_in_order"
            )
        ]


class Confirmation(models.Model):
    """Somebody has read an announcement and said so."""

    id = models.BigAutoField(primary_key=True)
    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="+")
    person = models.ForeignKey("organization.Person", models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=60)
    unit_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("announcement", "person", name="confirmation_once")]


class Preference(models.Model):
    """Whether a person wants a channel. No row: the channel's own default."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey("organization.Person", models.CASCADE, related_name="+")
    channel = models.CharField(max_length=20)
    wanted = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "channel"], name="preference_once")]


class DemoShortMessage(models.Model):
    """What the demo gateway has put onto a phone that does not exist: shown to administrators, sent to nobody."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=40, unique=True)
    number = models.CharField(max_length=20)
    text = models.CharField(max_length=1000)
    parts = models.PositiveSmallIntegerField()
    accepted_at = models.DateTimeField()
    arrives_at = models.DateTimeField()
