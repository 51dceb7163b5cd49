"""Series of numbers, how far each has come, and what became of every serial. The database refuses a number given twice."""

from django.db import models
from django.db.models import Q

from tongban.foundation.numbering.contracts import State
from tongban.kernel.models import Record
from tongban.kernel.references import Reference

STATES = [state.value for state in State]  # plain text: migrations keep it
LIVE = [State.RESERVED.value, State.ASSIGNED.value]


class Series(Record):
    """The run of numbers of one unit for one purpose under one word (代字). `pattern` is explained in rules.py.

    A yearly series starts again at 1 in each year; any other counts on, under the year 0.
    """

    kind = "number_series"

    unit = models.ForeignKey("organization.Unit", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    word = models.CharField(max_length=20)
    pattern = models.CharField(max_length=60)
    yearly = models.BooleanField(default=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "purpose", "word"], name="numbering_series_once")]

    def counted_under(self, year: int) -> int:
        return year if self.yearly else 0


class Counter(models.Model):
    """How far a series has come in a year. Its row is the lock of the run: whoever changes a number holds it.

    Invariant: every serial that has a row in Number is below `next`.
    """

    id = models.BigAutoField(primary_key=True)
    series = models.ForeignKey(Series, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    next = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="numbering_counter_once"),
            models.CheckConstraint(condition=Q(next__gte=1), name="numbering_counter_positive"),
        ]


class Number(Record):
    """One serial of a run. `purpose` repeats that of the series, so that the database can hold one live number per subject.

    A void number keeps its subject as history; `reason` says why it was reserved, voided or filled in later.
    """

    kind = "number"

    series = models.ForeignKey(Series, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    text = models.CharField(max_length=100)
    state = models.CharField(max_length=10)
    purpose = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40, default="")
    subject_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, default="")
    by = models.ForeignKey("organization.Person", models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=60, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "serial"], name="numbering_serial_once"),
            models.UniqueConstraint(fields=["series", "text"], name="numbering_text_once"),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "purpose"], condition=Q(state__in=LIVE), name="numbering_one_live"
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="numbering_state_known"),
            models.CheckConstraint(condition=Q(serial__gte=1), name="numbering_serial_positive"),
            models.CheckConstraint(
                condition=~Q(state=State.VOID.value) | ~Q(reason=""), name="numbering_void_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ASSIGNED.value) | Q(subject_id__isnull=False),
                name="numbering_assigned_has_subject",
            ),
            models.CheckConstraint(
                condition=Q(subject_id=None, subject_kind="") | (Q(subject_id__isnull=False) & ~Q(subject_kind="")),
                name="numbering_subject_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def subject(self) -> Reference | None:
        return Reference(self.subject_kind, self.subject_id) if self.subject_id is not None else None

    @property
    def unit_id(self) -> int:
        """The unit whose administrators look after this number."""
        return self.series.unit_id
