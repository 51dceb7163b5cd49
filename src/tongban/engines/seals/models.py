"""Seals and the register of their use."""

from django.db import models
from django.db.models import Q

from tongban.kernel.models import Points, Record, Travels


class Seal(Record, Travels):
    """An e-seal: its picture, its certificate, and the reference of its key in the key store. One of a sort for a unit.

    `appearance` is the impression as a one-page PDF; the key opens only with the seal password, which is kept nowhere.
    """

    kind = "seal"

    unit = models.ForeignKey("organization.Unit", models.PROTECT, related_name="+")
    sort = models.CharField(max_length=20, default="official")
    name = models.CharField(max_length=120)
    emblem = models.CharField(max_length=10, default="star")
    diameter = models.DecimalField(max_digits=4, decimal_places=1)
    svg = models.TextField()
    appearance = models.BinaryField()
    certificate = models.TextField()
    key_reference = models.CharField(max_length=60, unique=True)
    keeper = models.ForeignKey("organization.Person", models.PROTECT, related_name="+")
    must_change_password = models.BooleanField(default=True)
    state = models.CharField(max_length=10, default="valid")
    state_reason = models.CharField(max_length=200, default="")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    valid_to = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "unit", "sort", condition=Q(state__in=["valid", "suspended"]), name="seal_one_of_a_sort"
            ),
            models.CheckConstraint(condition=Q(state="valid") | ~Q(state_reason=""), name="seal_ended_with_reason"),
        ]


class SealUse(Record, Points):
    """用印登记 (F-SE-06): one line per use. Never changed."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=60)
    approver = models.CharField(max_length=60)
    keeper_name = models.CharField(max_length=60)
    pages = models.PositiveIntegerField()
    place = models.CharField(max_length=60)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["seal", "-at"], name="seal_use_register")]
