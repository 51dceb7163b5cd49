"""Copies: what each receiving unit got, and what it did with it."""

from django.db import models
from django.db.models import Q

from tongban.kernel.models import Record, Travels


class Copy(Record, Travels):
    """One unit's copy of an issued document: exactly one per document and unit. Names are snapshots."""

    kind = "copy"

    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="copies")
    unit = models.ForeignKey("organization.Unit", models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=120)
    role = models.CharField(max_length=4)
    state = models.CharField(max_length=10, default="unsigned")
    sent_at = models.DateTimeField()
    sendings = models.PositiveSmallIntegerField(default=1)
    seen_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)  # 签收 or 退文
    signed_by = models.ForeignKey("organization.Person", models.PROTECT, null=True, related_name="+")
    signer_name = models.CharField(max_length=60, default="")
    by_phone = models.CharField(max_length=60, default="")  # 电话登记: who of the sender noted it
    reason = models.CharField(max_length=300, default="")  # of 退文 by the receiver, of 撤回 by the sender
    received_number = models.CharField(max_length=60, default="")  # the receiver's 收文号
    completed_at = models.DateTimeField(null=True)
    reminders = models.PositiveIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("document", "unit", name="copy_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "withdrawn"]) | ~Q(reason=""), name="copy_refused_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["unsigned", "withdrawn"]) | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="copy_signed_by",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-sent_at"], condition=Q(state="unsigned"), name="copy_unsigned")]


class Reminder(Record):
    """催办 of a unit that has not signed for its copy."""

    copy = models.ForeignKey(Copy, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=60)
    channels = models.CharField(max_length=60)
    text = models.CharField(max_length=300)
