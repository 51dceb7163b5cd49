"""Taking files away for good, and cleaning up after uploads that nobody kept. Safe to kill and to repeat at any point.

The order is always: rows of files (in the caller's transaction), then content that no row uses (in a job), where the
content's row is locked, the content erased, and the row deleted last. A crash between leaves a row without use, which
the next sweep takes; never a file without content.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Q

from tongban.foundation.files.contracts import Removed
from tongban.foundation.files.models import Blob, StoredFile
from tongban.foundation.files.queries import unreferenced
from tongban.foundation.files.stores import store
from tongban.foundation.files.stores.spool import sweep_spools
from tongban.kernel.actor import Actor
from tongban.kernel.operations import doing, enqueue, inside_operation, note, operation
from tongban.kernel.references import Reference

ORPHANS_KEPT = timedelta(days=1)
MOST_AT_ONCE = 500  # of one sweep: it holds their locks until it commits; the rest is for the next


@inside_operation
def purge(*, subjects: Iterable[Reference]) -> list[Removed]:
    """Remove every version of every file of the subjects, and every file anywhere with the same content (涉密清除).

    Rows of other tables that hold a file by foreign key must let it go first, in the same operation.
    The content is erased from the store right after the commit, by a job. Says what went and where it belonged, so that
    backups can be searched for the digests. Erasing unlinks; it does not overwrite the disk's sectors.
    """
    of_subjects = Q(pk=None)
    for subject in subjects:
        of_subjects |= Q(subject_kind=subject.kind, subject_id=subject.id)
    lineages = StoredFile.objects.filter(of_subjects).values("lineage")
    digests = set(StoredFile.objects.filter(lineage__in=lineages).values_list("blob_id", flat=True))
    rows = list(StoredFile.objects.filter(blob_id__in=digests).select_related("blob").order_by("pk"))
    StoredFile.objects.filter(pk__in=[row.pk for row in rows]).delete()
    note(files_purged=len(rows))
    enqueue("files.erase_content", digests=sorted(digests))
    return [_removed(row) for row in rows]


@operation(may="files.sweep")
def erase(*, digests: Collection[str], actor: Actor, at: datetime) -> int:
    """Erase those of the digests that no file uses any more; returns how many."""
    erased = sum(_erase_unused(digest) for digest in sorted(digests))
    note(erased=erased)
    return erased


@operation(may="files.sweep")
def sweep(*, actor: Actor, at: datetime) -> int:
    """Erase content that no file has used for a day, and what crashes left half written; returns how many."""
    before = at - ORPHANS_KEPT
    idle = set(unreferenced().filter(stored_at__lt=before).values_list("digest", flat=True)[:MOST_AT_ONCE])
    rowless = islice(_without_row(store().older_than(before)), MOST_AT_ONCE)
    erased = sum(_erase_unused(digest) for digest in sorted(idle.union(rowless)))
    left = sweep_spools()
    note(erased=erased, spools=left)
    return erased


def _erase_unused(digest: str) -> bool:
    """Erase one digest under its row's lock, unless a file uses it. A digest without a row gets one for the lock's sake."""
    Blob.objects.bulk_create([Blob(digest=digest, size=0, stored_at=doing().at)], ignore_conflicts=True)
    locked = Blob.objects.select_for_update().filter(pk=digest).first()
    if locked is None or StoredFile.objects.filter(blob_id=digest).exists():
        return False  # somebody else erased it a moment ago, or somebody uses it
    store().erase(digest)
    Blob.objects.filter(pk=digest).delete()
    return True


def _without_row(digests: Iterator[str]) -> Iterator[str]:
    while chunk := list(islice(digests, MOST_AT_ONCE)):
        known = set(Blob.objects.filter(digest__in=chunk).values_list("digest", flat=True))
        yield from (digest for digest in chunk if digest not in known)


def _removed(row: StoredFile) -> Removed:
    return Removed(str(row.uid), row.blob_id, row.blob.size, row.version, row.purpose, row.subject)
