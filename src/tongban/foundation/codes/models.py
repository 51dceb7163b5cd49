"""Dictionaries and their entries."""

from django.db import models
from django.db.models import F, Q

from tongban.kernel.models import Record


class Dictionary(Record):
    """A list of codes under a word that never changes."""

    kind = "dictionary"

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class Entry(Record):
    """A code with its label, from the first day on and until the last, that day among them. Never deleted."""

    kind = "dictionary_entry"

    dictionary = models.ForeignKey(Dictionary, models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=60)
    position = models.PositiveIntegerField(default=0)
    first_day = models.DateField()
    last_day = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("dictionary", "code", name="dictionary_entry_once"),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="dictionary_entry_days"
            ),
        ]
