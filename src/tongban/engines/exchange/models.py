"""What waits to be carried to the other zone, and what came from there."""

import uuid

from django.db import models
from django.db.models import F, Q

from tongban.engines.exchange.contracts import APPLIED, GIVEN_UP, OFFICE, OUTDATED, PUBLIC, REFUSED, UNSETTLED, WAITING
from tongban.kernel.models import Record, Travels


class Parcel(Record, Travels):
    """A message to the other zone, immutable. Its files are copies of its own, until it is delivered and swept."""

    kind = "parcel"

    topic = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    body = models.JSONField()
    sent_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(delivered_at=None), name="exchange_to_deliver"),
            models.Index(fields=["delivered_at"], condition=Q(delivered_at__isnull=False), name="exchange_delivered"),
        ]


class Announcement(Record, Travels):
    """That the public state of the thing under this key has changed; `turn` grows with each change."""

    topic = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    turn = models.BigIntegerField()
    delivered_turn = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField()
    due_at = models.DateTimeField()  # later than changed_at where it could not be carried
    failures = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=500, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "key"], name="exchange_one_announcement_a_key"),
            models.CheckConstraint(condition=Q(delivered_turn__lte=F("turn")), name="exchange_turn_was_announced"),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(delivered_turn__lt=F("turn")), name="exchange_to_announce"
            ),
        ]


class Arrival(Record):
    """A parcel that came from the other zone. Once it is settled only its name stays, so that it is never applied twice."""

    kind = "arrival"

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    topic = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    turn = models.BigIntegerField(default=0)
    body = models.JSONField(null=True)
    sent_at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=WAITING)
    reason = models.CharField(max_length=500, default="")
    barred = models.BooleanField(default=False)  # its files did not pass our checks: it can only be given up
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=(WAITING, APPLIED, REFUSED, GIVEN_UP, OUTDATED)),
                name="exchange_arrival_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNSETTLED, settled_at=None)
                | (~Q(state__in=UNSETTLED) & Q(settled_at__isnull=False)),
                name="exchange_arrival_settled_with_time",
            ),
        ]
        indexes = [
            models.Index(fields=["topic", "key", "id"], name="exchange_arrivals_of_key"),
            models.Index(fields=["state", "id"], condition=Q(state__in=UNSETTLED), name="exchange_unsettled"),
            models.Index(fields=["settled_at"], condition=Q(settled_at__isnull=False), name="exchange_settled"),
        ]


class ArrivalFile(Record):
    """A file of an arrival, kept here without a subject until the handler takes it over."""

    arrival = models.ForeignKey(Arrival, models.CASCADE, related_name="+")
    file = models.ForeignKey("files.StoredFile", models.CASCADE, related_name="+")


class SpentNonce(Record):
    """A call of the office that was answered: the same words are not answered again."""

    nonce = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField(db_index=True)


class OtherSide(Record):
    """How the public zone stood when the office heard of it last; one row at most."""

    state = models.JSONField()
    changed_at = models.DateTimeField()


class Zone(Record):
    """Whose database this is: one row, written when the tables are made."""

    name = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="exchange_one_zone"),
            models.CheckConstraint(condition=Q(name__in=(OFFICE, PUBLIC)), name="exchange_zone_is_known"),
        ]
