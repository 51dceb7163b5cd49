"""常用意见: sentences that a person writes again and again (F-IN-05)."""

from django.db import models
from django.db.models import Q

from tongban.kernel.models import Record


class Phrase(Record):
    """One sentence of one person. Nobody else sees it."""

    kind = "phrase"

    person = models.ForeignKey("organization.Person", models.CASCADE, related_name="+")
    text = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("person", "text", name="phrase_once"),
            models.CheckConstraint(condition=~Q(text=""), name="phrase_has_text"),
        ]
