"""收文: a document that a unit received, through the system or on paper, under its own 收文号."""

from datetime import date, datetime, time

from django.db import models
from django.db.models import Q
from django.utils.timezone import make_aware

from tongban.kernel.models import Record, Travels


def end_of_day(day: date | None) -> datetime | None:
    """办理限时 as an instant: the end of that day's work is not asked, the end of the day is."""
    return make_aware(datetime.combine(day, time(23, 59))) if day else None


class Incoming(Record, Travels):
    """`copy` is set when it came through the system; a paper document has none, and its scan as `file`."""

    kind = "incoming"

    unit = models.ForeignKey("organization.Unit", models.PROTECT, related_name="+")
    copy = models.ForeignKey("documents.Copy", models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=200)
    from_unit = models.CharField(max_length=120)
    from_number = models.CharField(max_length=60, default="")
    kind_name = models.CharField(max_length=10, default="通知")
    urgency = models.CharField(max_length=10, default="ordinary")
    pages = models.PositiveIntegerField(default=0)
    number = models.ForeignKey("numbering.Number", models.PROTECT, related_name="+")
    number_text = models.CharField(max_length=60)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, default="handling")  # handling | completed | returned | purged
    limit = models.DateField(null=True)
    result = models.CharField(max_length=500, default="")  # of 初审退回: why
    registered_at = models.DateTimeField()
    registrar = models.ForeignKey("organization.Person", models.PROTECT, related_name="+")
    registrar_name = models.CharField(max_length=60)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("unit", "number_text", name="incoming_number_once"),
            models.UniqueConstraint("copy", condition=~Q(state="returned"), name="incoming_copy_once"),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(result=""), name="incoming_returned_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="completed") | Q(completed_at__isnull=False), name="incoming_completed_has_time"
            ),
        ]
        indexes = [models.Index(fields=["unit", "-registered_at"], name="incoming_of_unit")]

    @property
    def due_at(self) -> datetime | None:
        return end_of_day(self.limit)
