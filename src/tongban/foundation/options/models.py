"""The values that differ from what the program brings, and everything that was ever changed."""

from django.db import models
from django.db.models import Q

from tongban.kernel.models import Record


class Setting(Record):
    """One changed value, by its option's key."""

    key = models.CharField(max_length=80, unique=True)
    value = models.JSONField()


class Change(Record):
    """One change, as people read it: from what to what, why, by whom. Appended, never changed."""

    key = models.CharField(max_length=80)
    before = models.CharField(max_length=300)
    after = models.CharField(max_length=300)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="option_change_with_reason")]
        indexes = [models.Index(fields=["key", "-id"], name="option_changes")]
