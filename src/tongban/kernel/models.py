"""Base models: what every table has, and how a row points at anything."""

import uuid

from django.db import models

from tongban.kernel.references import Reference


class Record(models.Model):
    """A table of the platform. `kind` is the word of its Reference, where other apps may point at it."""

    kind = ""
    id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True

    @property
    def reference(self) -> Reference:
        """Where this row can be pointed at. AttributeError for tables that nobody points at, and before the first save."""
        if not self.kind or not self.pk:
            raise AttributeError(f"nothing can point at this {type(self).__name__}")
        return Reference(self.kind, self.pk)


class Travels(models.Model):
    """A row that leaves the installation has a name that is unique in the world."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class Points(models.Model):
    """A row about something else, whatever that is."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()

    class Meta:
        abstract = True

    @property
    def subject(self) -> Reference:
        return Reference(self.subject_kind, self.subject_id)


def pointing_at(reference: Reference) -> dict[str, str | int]:
    """Field values (for filter and create) of a Points row."""
    return {"subject_kind": reference.kind, "subject_id": reference.id}
