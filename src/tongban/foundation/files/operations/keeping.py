"""Making files of received content: plain functions, called inside the operation of the app that owns the subject."""

from collections.abc import Collection, Iterable

from tongban.foundation.files import sql
from tongban.foundation.files.contracts import ContentGone, Received
from tongban.foundation.files.models import StoredFile
from tongban.foundation.files.queries import versions_of
from tongban.foundation.files.stores import store
from tongban.kernel.errors import Conflict
from tongban.kernel.operations import doing, enqueue, inside_operation, note
from tongban.kernel.references import Reference
from tongban.kernel.sql import insert_rows


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
def move(*, files: Iterable[StoredFile], subject: Reference) -> None:
    """The files belong to another subject from now on, such as those of a draft to what it became. One statement."""
    moved = StoredFile.objects.filter(pk__in=[f.pk for f in files])
    moved.update(subject_kind=subject.kind, subject_id=subject.id)


@inside_operation
def copy(*, files: Collection[StoredFile], subjects: Iterable[Reference]) -> list[StoredFile]:
    """The same contents as files of each of these subjects, such as the receivers' copies; nothing is stored twice.

    Three statements, however many subjects. The order: all files of the first subject, then of the second.
    """
    contents = [Received(f.blob_id, f.blob.size, f.type, f.name, f.purpose) for f in files]
    _lock_contents(contents)
    return StoredFile.objects.bulk_create(_file(c, subject) for subject in subjects for c in contents)


@inside_operation
def discard(*, file: StoredFile) -> None:
    """Take the file with all its versions away, as when an attachment is removed from a draft."""
    rows = versions_of(file)
    digests = sorted({row.blob_id for row in rows})
    note(discarded=len(rows))
    StoredFile.objects.filter(lineage=file.lineage).delete()
    enqueue("files.erase_content", digests=digests)


def _write(received: Received, *, subject: Reference | None, before: StoredFile | None = None) -> StoredFile:
    _lock_contents([received])
    file = _file(received, subject)
    if before is not None:
        file.lineage, file.version = before.lineage, before.version + 1
    insert_rows([file])
    return file


def _file(received: Received, subject: Reference | None) -> StoredFile:
    actor, at = doing().actor, doing().at
    return StoredFile(
        blob_id=received.digest, name=received.name, type_key=received.type.key, purpose=received.purpose,
        subject_kind=subject.kind if subject else "", subject_id=subject.id if subject else None,
        by_id=actor.person_id, by_name=actor.name, at=at,
    )  # fmt: skip


def _lock_contents(contents: Collection[Received]) -> None:
    """Make the contents' rows, or lock those there are, and see that each content is in the store.

    Whoever erases content holds the same lock, so a file can never point at content that is on its way out. Locked in the
    order of their digests, so that two who keep the same contents wait for each other.
    """
    sizes = {c.digest: c.size for c in contents}
    if not sizes:
        return
    if sql.hold_blobs(sizes, at=doing().at) != len(sizes) or not all(store().has(digest) for digest in sizes):
        raise ContentGone("上传的文件已被清理，请重新上传。")
