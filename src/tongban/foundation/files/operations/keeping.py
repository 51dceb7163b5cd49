"""Making files of received content: plain functions, called inside the operation of the app that owns the subject."""

from collections.abc import Iterable

from tongban.foundation.files.contracts import ContentGone, Received
from tongban.foundation.files.models import Blob, StoredFile
from tongban.foundation.files.queries import versions_of
from tongban.foundation.files.stores import store
from tongban.kernel.errors import Conflict
from tongban.kernel.operations import doing, enqueue, inside_operation, note
from tongban.kernel.references import Reference


@inside_operation
def keep(*, received: Received, subject: Reference | None = None) -> StoredFile:
    """Make a file of received content. Raises ContentGone when it was swept or purged meanwhile: upload again."""
    return _write(received, subject=subject)


@inside_operation
def replace(*, file: StoredFile, received: Received) -> StoredFile:
    """A new version of the file. Raises Conflict when somebody else replaced this version first."""
    current = StoredFile.objects.select_for_update().get(pk=file.pk)
    if current.replaced_at is not None:
        raise Conflict("这个文件刚刚已有新的版本，请刷新后再传。", code="files.replaced")
    current.replaced_at = doing().at
    current.save(update_fields=["replaced_at"])
    return _write(received, subject=current.subject, before=current)


@inside_operation
def attach(*, files: Iterable[StoredFile], subject: Reference) -> None:
    """Give files of an unsaved draft to the subject that was saved now; only those that the actor uploaded."""
    own = StoredFile.objects.filter(pk__in=[f.pk for f in files], subject_kind="", by_id=doing().actor.person_id)
    own.update(subject_kind=subject.kind, subject_id=subject.id)


@inside_operation
def copy(*, file: StoredFile, subject: Reference, purpose: str = "") -> StoredFile:
    """The same content as a file of another subject, such as the receiver's copy; nothing is stored twice."""
    received = Received(file.blob_id, file.blob.size, file.type, file.name, purpose or file.purpose)
    return _write(received, subject=subject)


@inside_operation
def discard(*, file: StoredFile) -> None:
    """Take the file with all its versions away, as when an attachment is removed from a draft."""
    rows = versions_of(file)
    digests = sorted({row.blob_id for row in rows})
    note(discarded=len(rows))
    StoredFile.objects.filter(lineage=file.lineage).delete()
    enqueue("files.erase_content", digests=digests)


def _write(received: Received, *, subject: Reference | None, before: StoredFile | None = None) -> StoredFile:
    actor, at = doing().actor, doing().at
    _lock_content(received)
    file = StoredFile(
        blob_id=received.digest, name=received.name, type_key=received.type.key, purpose=received.purpose,
        subject_kind=subject.kind if subject else "", subject_id=subject.id if subject else None,
        by_id=actor.person_id, by_name=actor.name, at=at,
    )  # fmt: skip
    if before is not None:
        file.lineage, file.version = before.lineage, before.version + 1
    file.save()
    return file


def _lock_content(received: Received) -> None:
    """Make the content's row, or lock the one there is, and see that the content is in the store.

    Whoever erases content holds the same lock, so a file can never point at content that is on its way out.
    """
    row = Blob(digest=received.digest, size=received.size, stored_at=doing().at)
    Blob.objects.bulk_create([row], ignore_conflicts=True)
    there = Blob.objects.select_for_update().filter(digest=received.digest).first()
    if there is None or not store().has(received.digest):
        raise ContentGone("上传的文件已被清理，请重新上传。")
