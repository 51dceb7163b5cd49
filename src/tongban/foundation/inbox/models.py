"""One row per matter and key: a to-do list is one partial index, however many matters are done."""

from django.db import models
from django.db.models import Q

from tongban.kernel.models import Points, Record


class Item(Record, Points):
    """State: open → done (by somebody of this key) or closed (done elsewhere, withdrawn). Texts are snapshots."""

    OPEN, DONE, CLOSED = "open", "done", "closed"

    key = models.CharField(max_length=40)
    desk = models.CharField(max_length=6, default="todo")
    state = models.CharField(max_length=6, default=OPEN)
    source_kind = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    category = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=60, default="")
    step = models.CharField(max_length=40)
    urgency = models.SmallIntegerField(default=0)
    from_unit = models.CharField(max_length=120, default="")
    from_person = models.CharField(max_length=60, default="")
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("source_kind", "source_id", "key", name="inbox_once"),
            models.CheckConstraint(condition=~Q(state="done") | Q(done_at__isnull=False), name="inbox_done_has_time"),
        ]
        indexes = [
            models.Index(
                fields=["key", "desk", "-urgency", "-received_at", "-id"], condition=Q(state="open"), name="inbox_open"
            ),
            models.Index(fields=["key", "due_at"], condition=Q(state="open", due_at__isnull=False), name="inbox_due"),
            models.Index(fields=["done_by", "-done_at"], condition=Q(state="done"), name="inbox_done"),
            models.Index(fields=["subject_kind", "subject_id"], name="inbox_subject"),
        ]
