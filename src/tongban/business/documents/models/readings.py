"""传阅: who is to read a document, in which turn, and when he has."""

from django.db import models
from django.db.models import Q

from tongban.kernel.models import Points, Record


class Reading(Record, Points):
    """One reader. `turn` 0: at once beside others; else after those with a lower turn. `sent_at` is empty until the turn comes."""

    kind = "reading"

    person = models.ForeignKey("organization.Person", models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=60)
    turn = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=60)
    asked_from = models.CharField(max_length=120, default="")
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "subject_kind", "subject_id", "person", condition=Q(recalled_at=None), name="reading_once"
            ),
            models.CheckConstraint(condition=Q(read_at=None) | Q(sent_at__isnull=False), name="reading_read_was_sent"),
            models.CheckConstraint(condition=Q(read_at=None) | Q(recalled_at=None), name="reading_read_stays"),
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "id"], name="reading_of")]
