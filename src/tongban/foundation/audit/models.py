"""The table of entries. The app inserts; only the sealer writes `seq` and `mac`, and only erasure blanks the names."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from tongban.foundation.audit.contracts import kind_labels, label_of
from tongban.kernel.models import Record
from tongban.kernel.references import Reference

ERASABLE = ("actor_name", "post_name", "unit_name", "ip", "who_digest")


class Entries(models.QuerySet["Entry"]):
    """Rows that are written once. (The sealer writes in plain SQL; so would an intruder, which is what the chain is for.)"""

    def update(self, **values: Any) -> NoReturn:
        raise TypeError("audit entries are not changed")

    def delete(self) -> NoReturn:
        raise TypeError("audit entries are not deleted")


class Entry(Record):
    """One line: who did what to which thing. `at` is when it counts, `recorded_at` when the database took it.

    `who_digest` stands for name, post, unit and address once these were erased; until then it is empty.
    `seq` and `mac` are empty until the sealer has chained the row, within a second or two of its commit.
    """

    action = models.CharField(max_length=120)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    outcome = models.CharField(max_length=8)
    error = models.CharField(max_length=80, default="", blank=True)

    account_id = models.BigIntegerField(null=True, blank=True)
    person_id = models.BigIntegerField(null=True, blank=True)
    post_id = models.BigIntegerField(null=True, blank=True)
    unit_id = models.BigIntegerField(null=True, blank=True)
    for_person_id = models.BigIntegerField(null=True, blank=True)
    by_system = models.BooleanField(default=False)
    actor_name = models.CharField(max_length=120, default="", blank=True)
    post_name = models.CharField(max_length=200, default="", blank=True)
    unit_name = models.CharField(max_length=200, default="", blank=True)
    ip = models.CharField(max_length=64, default="", blank=True)
    who_digest = models.CharField(max_length=64, default="", blank=True)

    subject_kind = models.CharField(max_length=40, default="", blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    request_id = models.CharField(max_length=64, default="", blank=True)
    request_key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    details = models.JSONField(default=dict)
    result = models.JSONField(null=True, blank=True)

    seq = models.BigIntegerField(null=True, blank=True, unique=True)
    mac = models.CharField(max_length=64, default="", blank=True)

    objects = Entries.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(seq=None), name="audit_unsealed"),
            models.Index(fields=["subject_kind", "subject_id", "id"], name="audit_subject"),
            models.Index(fields=["person_id", "id"], name="audit_person"),
            models.Index(fields=["action", "id"], name="audit_action"),
            models.Index(fields=["at", "id"], name="audit_at"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert, or erase names; TypeError for any other change."""
        if not self._state.adding and not set(kwargs.get("update_fields") or [""]) <= set(ERASABLE):
            raise TypeError("audit entries are not changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("audit entries are not deleted")

    @property
    def label(self) -> str:
        return label_of(self.action)

    @property
    def subject_words(self) -> str:
        """What the entry is about where its name is not known: 环节 12."""
        word = kind_labels.get(self.subject_kind)
        return f"{word} {self.subject_id}" if word else str(self.subject or "")

    @property
    def subject(self) -> Reference | None:
        """What the entry is about."""
        return Reference(self.subject_kind, self.subject_id) if self.subject_kind and self.subject_id else None
