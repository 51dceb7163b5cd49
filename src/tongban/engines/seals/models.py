"""Seals, their life, and the register of their use."""

from django.db import models
from django.db.models import Q

from tongban.kernel.models import Points, Record, Travels


class Seal(Record, Travels):
    """An e-seal: its picture, its certificate, and the reference of its key in the key store.

    A unit has one live seal of a sort, each further 牌子 of it one of its own (`plaque`), a person one live signature
    (`holder`). `appearance` is the impression as a
    one-page PDF of width × height mm; the key opens only with the seal password, which is kept nowhere.
    """

    kind = "seal"

    unit = models.ForeignKey("organization.Unit", models.PROTECT, related_name="+")
    sort = models.CharField(max_length=20, default="official")
    plaque = models.ForeignKey("organization.Plaque", models.PROTECT, null=True, related_name="+")
    holder = models.ForeignKey("organization.Person", models.PROTECT, null=True, related_name="+")  # whose signature
    name = models.CharField(max_length=120)
    emblem = models.CharField(max_length=10, default="star")
    width = models.DecimalField(max_digits=4, decimal_places=1)
    height = models.DecimalField(max_digits=4, decimal_places=1)
    svg = models.TextField()
    appearance = models.BinaryField()
    certificate = models.TextField()
    key_reference = models.CharField(max_length=60, unique=True)
    keeper = models.ForeignKey("organization.Person", models.PROTECT, related_name="+")
    must_change_password = models.BooleanField(default=True)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default="valid")
    state_reason = models.CharField(max_length=200, default="")
    state_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    valid_to = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "sort"],
                condition=Q(state__in=["valid", "suspended"], holder=None, plaque=None),
                name="seal_one_of_a_sort",
            ),
            models.UniqueConstraint(
                fields=["plaque", "sort"],
                condition=Q(state__in=["valid", "suspended"], plaque__isnull=False),
                name="seal_one_of_a_sort_for_a_plaque",
            ),
            models.UniqueConstraint(
                fields=["holder"],
                condition=Q(state__in=["valid", "suspended"], holder__isnull=False),
                name="seal_one_signature",
            ),
            models.CheckConstraint(
                condition=Q(sort="signature", holder__isnull=False) | ~Q(sort="signature") & Q(holder=None),
                name="seal_signature_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["valid", "suspended", "cancelled", "destroyed"]), name="seal_state_known"
            ),
            models.CheckConstraint(condition=Q(state="valid") | ~Q(state_reason=""), name="seal_ended_with_reason"),
        ]
        indexes = [models.Index(fields=["keeper"], name="seal_of_keeper")]

    def __str__(self) -> str:
        return self.name


class SealChange(models.Model):
    """One line of a seal's life: who did what to it, and when. Never changed."""

    id = models.BigAutoField(primary_key=True)
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="+")
    act = models.CharField(max_length=10)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=60)
    keeper_name = models.CharField(max_length=60)
    detail = models.CharField(max_length=300, default="")

    class Meta:
        indexes = [models.Index(fields=["seal", "at"], name="seal_life")]


class SealUse(Record, Points):
    """用印登记 (F-SE-06): one line per use, with the names of the day. Never changed."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=60)
    approver_id = models.BigIntegerField(null=True)
    approver = models.CharField(max_length=60)
    keeper_id = models.BigIntegerField(null=True)
    keeper_name = models.CharField(max_length=60)
    pages = models.PositiveIntegerField()
    page = models.PositiveIntegerField()
    x = models.DecimalField(max_digits=6, decimal_places=1)
    y = models.DecimalField(max_digits=6, decimal_places=1)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)  # SM3 of the sealed file

    class Meta:
        indexes = [
            models.Index(fields=["seal", "-at"], name="seal_use_register"),
            models.Index(fields=["digest"], name="seal_use_of_file"),
        ]

    @property
    def place(self) -> str:
        """Where the seal stands, in words."""
        return f"第 {self.page} 页，左 {self.x:.0f} 上 {self.y:.0f} 毫米"
