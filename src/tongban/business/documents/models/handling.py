"""承办: the sections that handle a received document, as 批办 named them."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from tongban.business.documents.models.incoming import end_of_day
from tongban.kernel.models import Record


class Handling(Record):
    """One section. Exactly one of them leads (主办), the others assist (协办). `limit` is its own 限时; what it did stands in its step."""

    kind = "handling"

    incoming = models.ForeignKey("documents.Incoming", models.CASCADE, related_name="handlings")
    unit = models.ForeignKey("organization.Unit", models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=120)
    lead = models.BooleanField(default=False)
    limit = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("incoming", "unit", name="handling_once"),
            models.UniqueConstraint("incoming", condition=Q(lead=True), name="handling_one_leads"),
        ]

    @property
    def due_at(self) -> datetime | None:
        return end_of_day(self.limit)
