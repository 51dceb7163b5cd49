"""Writing the index, inside the operations of those whose things are found: what was saved is found at once, what was
erased never again (docs/decisions/0011)."""

from collections.abc import Collection, Iterable

from django.db.models import Q

from tongban.foundation.search.contracts import Text
from tongban.foundation.search.models import Entry
from tongban.foundation.search.rules import fold, kind_word, tokens
from tongban.kernel.models import pointing_at
from tongban.kernel.operations import inside_operation
from tongban.kernel.references import Reference

WRITTEN = ("title", "body", "folded", "tokens")


@inside_operation
def put(texts: Iterable[Text]) -> None:
    """Keep these texts; what was kept of the same things is replaced. One statement for all."""
    write(texts)


@inside_operation
def forget(subjects: Collection[Reference]) -> None:
    """These things are not to be found any more."""
    of_subjects = Q(pk=None)
    for subject in subjects:
        of_subjects |= Q(**pointing_at(subject))
    Entry.objects.filter(of_subjects).delete()


def write(texts: Iterable[Text]) -> None:
    """The rows themselves, for `put` and for reindexing, which says nothing new and needs no entry in the trail."""
    rows = [_entry(text) for text in texts]
    Entry.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["subject_kind", "subject_id"], update_fields=WRITTEN, batch_size=500
    )


def _entry(text: Text) -> Entry:
    folded = fold(f"{text.title}\n{text.body}")
    words = " ".join([kind_word(text.subject.kind), *tokens(folded)])
    return Entry(title=text.title[:300], body=text.body, folded=folded, tokens=words, **pointing_at(text.subject))
