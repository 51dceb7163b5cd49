"""Content once, by its SM3 digest; files many, each a version of something that belongs to a subject."""

import uuid

from django.db import models
from django.db.models import Q

from tongban.foundation.files.contracts import FileType
from tongban.foundation.files.rules.types import TYPES
from tongban.kernel.models import Record, Travels
from tongban.kernel.references import Reference


class Blob(models.Model):
    """Content that lies in the store under `digest` (SM3, hexadecimal). Its row comes after it, and goes with it."""

    digest = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    stored_at = models.DateTimeField()


class StoredFile(Record, Travels):
    """One version of a file. The versions of one file share its `lineage`; one of them is not replaced.

    Without a subject it belongs to a draft that is not saved yet, and only its uploader sees it.
    """

    kind = "file"

    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(max_length=130)
    type_key = models.CharField(max_length=20)
    purpose = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40, default="")
    subject_id = models.BigIntegerField(null=True)
    version = models.PositiveSmallIntegerField(default=1)
    lineage = models.UUIDField(default=uuid.uuid4)
    replaced_at = models.DateTimeField(null=True)
    by = models.ForeignKey("organization.Person", models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=60, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lineage", "version"], name="files_version_once"),
            models.UniqueConstraint(fields=["lineage"], condition=Q(replaced_at=None), name="files_one_current"),
            models.CheckConstraint(condition=Q(version__gte=1), name="files_version_positive"),
            models.CheckConstraint(
                condition=Q(subject_id=None, subject_kind="") | (Q(subject_id__isnull=False) & ~Q(subject_kind="")),
                name="files_subject_whole",
            ),
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "purpose"], name="files_subject")]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> Reference | None:
        return Reference(self.subject_kind, self.subject_id) if self.subject_id is not None else None

    @property
    def type(self) -> FileType:
        return TYPES[self.type_key]

    @property
    def digest(self) -> str:
        return self.blob_id
