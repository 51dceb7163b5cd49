"""Making the index anew from the sources: after a restore of older data, or when the rules of words changed.

It may run while the system is in use; a text that changes in the same instant may keep its old words until its next change.
"""

from collections.abc import Iterator

from django.db import transaction

from tongban.foundation.search.models import Entry
from tongban.foundation.search.operations import write
from tongban.foundation.search.registries import sources

CHUNK = 500


def reindex() -> Iterator[tuple[str, int]]:
    """Everything anew, in chunks of one transaction each; yields the kind and how many of it are done so far."""
    Entry.objects.exclude(subject_kind__in=list(sources)).delete()
    for kind, source in sources.items():
        ids = list(source.every())
        for start in range(0, len(ids), CHUNK):
            _chunk(kind, ids[start : start + CHUNK])
            yield kind, min(start + CHUNK, len(ids))
        gone = Entry.objects.filter(subject_kind=kind).exclude(subject_id__in=source.every())
        gone.delete()


def _chunk(kind: str, ids: list[int]) -> None:
    texts = list(sources[kind].texts(ids))
    found = {text.subject.id for text in texts}
    with transaction.atomic():
        Entry.objects.filter(subject_kind=kind, subject_id__in=set(ids) - found).delete()
        write(texts)
