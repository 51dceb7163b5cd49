"""Who may print or take away what, and what was printed."""

from django.db import models
from django.db.models import F, Q

from tongban.kernel.models import Points, Record


class Rule(Record, Points):
    """What the readers of a thing may do with its files. `digest` "" is for all of them, else for the file of this content."""

    audience = models.CharField(max_length=10)
    digest = models.CharField(max_length=64, default="")
    level = models.CharField(max_length=10)
    copies = models.PositiveIntegerField(null=True)  # None: as set for the whole, 0: as many as wanted

    class Meta:
        constraints = [
            models.UniqueConstraint("subject_kind", "subject_id", "audience", "digest", name="prints_one_rule"),
        ]


class Run(Record, Points):
    """One printing (打印登记): who, when, where, and which copies. It holds no title: what is purged leaves no text here."""

    kind = "printing"

    code = models.CharField(max_length=12, unique=True)
    counted_kind = models.CharField(max_length=40)
    counted_id = models.BigIntegerField()
    file_uid = models.UUIDField()
    digest = models.CharField(max_length=64)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    place = models.CharField(max_length=60)
    person = models.ForeignKey("organization.Person", models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=60)
    unit = models.ForeignKey("organization.Unit", models.PROTECT, null=True, related_name="+")
    unit_name = models.CharField(max_length=120, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            # Two who print at once never get the same 份号: the second is asked to try again.
            models.UniqueConstraint("counted_kind", "counted_id", "digest", "first", name="prints_copy_once"),
            models.CheckConstraint(condition=Q(first__gte=1, last__gte=F("first")), name="prints_copies_in_order"),
        ]
        indexes = [
            models.Index(fields=["unit", "-at"], name="prints_of_unit"),
            models.Index(fields=["person", "-at"], name="prints_of_person"),
        ]

    @property
    def copies(self) -> int:
        return self.last - self.first + 1

    @property
    def numbers(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}—{self.last}"
