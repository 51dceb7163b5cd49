"""Pictures of people; one that was replaced stays, because opinions of its time show it."""

from django.db import models
from django.db.models import Q

from tongban.kernel.models import Record


class Picture(Record):
    """A portrait or a signature of a person. `file` is its address in the store (files)."""

    kind = "picture"

    person = models.ForeignKey("organization.Person", models.PROTECT, related_name="+")
    sort = models.CharField(max_length=10)
    file = models.UUIDField(unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sort__in=["portrait", "signature"]), name="picture_sort"),
            models.UniqueConstraint("person", "sort", condition=Q(ended_at=None), name="picture_once"),
        ]
        indexes = [models.Index(fields=["person", "sort"], name="picture_of_person")]
