"""The table of who sees what, compared with the rows that it is made from. Reads both in the order of ids and holds neither in memory."""

import heapq
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from tongban.foundation.access.contracts import EVERYTHING, Astray, Sight
from tongban.foundation.access.models import Visibility
from tongban.foundation.access.registry import sights
from tongban.kernel.references import Reference

Keys = tuple[int, int, frozenset[str]]  # an id, whether the table says so (1) or its source (0), and who sees it
CHUNK = 5000


def astray() -> Iterator[Astray]:
    """Objects whose rows in the table are not what their source says, kind by kind. A kind without a source is seen by nobody."""
    stored = Visibility.objects.order_by("subject_kind").values_list("subject_kind", flat=True).distinct()
    for kind in sorted({*sights, *stored}):
        yield from _compared(kind)


def _compared(kind: str) -> Iterator[Astray]:
    both = heapq.merge(_said(sights.get(kind)), _stored(kind), key=itemgetter(0))
    for pk, found in groupby(both, key=itemgetter(0)):
        keys = {side: keys for _, side, keys in found}
        wanted, there = keys.get(0, frozenset()), keys.get(1, frozenset())
        if wanted != there:
            yield Astray(
                Reference(kind, pk), missing=tuple(sorted(wanted - there)), extra=tuple(sorted(there - wanted))
            )


def _said(sight: Sight | None) -> Iterator[Keys]:
    if sight is None:
        return
    fields = [*sight.units, *sight.people]
    letters = "u" * len(sight.units) + "p" * len(sight.people)
    for pk, *owners in sight.rows().order_by("pk").values_list("pk", *fields).iterator(chunk_size=CHUNK):
        own = {f"{letter}{owner}" for letter, owner in zip(letters, owners, strict=True) if owner is not None}
        yield pk, 0, frozenset({EVERYTHING, *own})


def _stored(kind: str) -> Iterator[Keys]:
    rows = Visibility.objects.filter(subject_kind=kind).order_by("subject_id").values_list("subject_id", "key")
    for pk, some in groupby(rows.iterator(chunk_size=CHUNK), key=itemgetter(0)):
        yield pk, 1, frozenset(key for _, key in some)
