"""Licences. One that counts has its sealed file, for good."""

from django.db import models
from django.db.models import Q

from tongban.business.licenses.contracts import State
from tongban.kernel.models import Points, Record, Travels

LIVE = [State.PREPARED.value, State.DRAWN.value, State.ISSUED.value]
SEALED = [State.ISSUED.value, State.REVOKED.value]


class License(Record, Points, Travels):
    """A licence (证照) issued by a unit because of a subject (a case). `token` is the public check code.

    `layout` holds the place kept free for the seal, or the trouble of drawing; the approver is who granted it; `online`: its
    holder finds the file in the public zone.
    """

    kind = "license"

    unit = models.ForeignKey("organization.Unit", models.PROTECT, related_name="+")
    issuer_name = models.CharField(max_length=120)
    name = models.CharField(max_length=60)
    number = models.ForeignKey("numbering.Number", models.PROTECT, related_name="+")
    number_text = models.CharField(max_length=60, unique=True)
    identifier = models.CharField(max_length=100, default="")
    token = models.CharField(max_length=20, unique=True)
    holder = models.CharField(max_length=120)
    holder_code = models.CharField(max_length=30)
    lines = models.JSONField(default=list)
    state = models.CharField(max_length=10, default=State.PREPARED.value)
    granted_on = models.DateField()
    valid_to = models.DateField(null=True)
    approver_id = models.BigIntegerField(null=True)
    approver_name = models.CharField(max_length=60)
    approved_at = models.DateTimeField()
    online = models.BooleanField(default=False)
    layout = models.JSONField(default=dict)
    page_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    sealed_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"], condition=Q(state__in=LIVE), name="license_one_live_of_subject"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SEALED) | Q(sealed_file__isnull=False, issued_at__isnull=False),
                name="license_issued_is_sealed",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.REVOKED.value) | Q(ended_at__isnull=False) & ~Q(reason=""),
                name="license_revoked_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("granted_on")), name="license_valid_in_order"
            ),
        ]
        indexes = [models.Index(fields=["holder_code"], name="license_holder")]


class Annotation(Record):
    """加注: what was noted on a licence that counts, such as a change that keeps its number. Never changed."""

    kind = "annotation"

    license = models.ForeignKey(License, models.PROTECT, related_name="annotations")
    text = models.CharField(max_length=200)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="annotation_says_something")]
