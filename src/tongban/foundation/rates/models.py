"""The counters: one row for each key that was met of late."""

from django.db import models


class Counter(models.Model):
    """How often something happened in its window of time, which ends at `until`, in seconds since 1970."""

    key = models.CharField(max_length=100, primary_key=True)
    until = models.BigIntegerField(db_index=True)
    count = models.PositiveIntegerField()
