"""来文 and 复文: what a document answers, and what answers it, as each side sees it.

The answering side sees the received document and the answer's draft; the asking side sees its own document and, once it is
issued, its copy of the answer.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tongban.business.documents.models import Basis, Copy, Document, Incoming
from tongban.business.documents.queries.seeing import title_of
from tongban.foundation.references import api as references
from tongban.kernel.actor import Actor

ASKED, ANSWER = "答复的来文", "答复"


class Related(NamedTuple):
    """A document beside this one: what it is to it, and its page as far as the viewer may open it."""

    label: str
    title: str
    url: str
    kind: str
    number: str


def related_to(thing: Document | Incoming | Copy, *, viewer: Actor) -> list[Related]:
    """What the viewer sees of the answers and of what was asked; a constant number of statements.

    That a question of his unit was answered, and under which number, everybody knows who sees the question.
    """
    found = list(_candidates(thing))
    seen = references.resolve([row.reference for _, row in found], viewer=viewer)
    lines = [(label, row, seen[row.reference].url) for label, row in found]
    return [
        Related(label, title_of(row), url, _kind(row), _number(row))
        for label, row, url in lines
        if url or isinstance(row, Copy)
    ]


def answers_to(incoming: Incoming) -> list[Document]:
    """The documents that rest on it, given up ones left out."""
    bases = Basis.objects.filter(subject_kind="incoming", subject_id=incoming.pk)
    live = Document.objects.filter(pk__in=bases.values("document_id")).exclude(state__in=["void", "purged"])
    return list(live.order_by("pk"))


def _candidates(thing: Document | Incoming | Copy) -> Iterator[tuple[str, Document | Incoming | Copy]]:
    if isinstance(thing, Incoming):
        yield from ((ANSWER, document) for document in answers_to(thing))
    if isinstance(thing, Document):
        yield from ((ASKED, received) for received in _asked_by(thing.pk))
        yield from ((ANSWER, copy) for copy in _answers_received(thing))
    copy_id = thing.pk if isinstance(thing, Copy) else getattr(thing, "copy_id", None)
    if copy_id is not None:
        yield from ((ASKED, document) for document in _own_question(copy_id))


def _asked_by(document_id: int) -> list[Incoming]:
    bases = Basis.objects.filter(document_id=document_id, subject_kind="incoming")
    return list(Incoming.objects.filter(pk__in=bases.values("subject_id")).exclude(state="purged").order_by("pk"))


def _answers_received(question: Document) -> list[Copy]:
    """The asking unit's copies of the answers to its document."""
    received = Incoming.objects.filter(copy__document=question)
    bases = Basis.objects.filter(subject_kind="incoming", subject_id__in=received.values("pk"))
    rows = Copy.objects.filter(document_id__in=bases.values("document_id"), unit_id=question.unit_id)
    return list(rows.exclude(document__state="purged").select_related("document").order_by("pk"))


def _own_question(copy_id: int) -> list[Document]:
    """What the unit had asked, when this copy is the answer."""
    copy = Copy.objects.filter(pk=copy_id)
    asked = Incoming.objects.filter(pk__in=Basis.objects.filter(
        document__in=copy.values("document_id"), subject_kind="incoming"
    ).values("subject_id"))  # fmt: skip
    rows = Document.objects.filter(pk__in=asked.values("copy__document_id"), unit_id__in=copy.values("unit_id"))
    return list(rows.exclude(state="purged").order_by("pk"))


def _kind(row: Document | Incoming | Copy) -> str:
    return row.document.kind_name if isinstance(row, Copy) else row.kind_name


def _number(row: Document | Incoming | Copy) -> str:
    if isinstance(row, Incoming):
        return row.from_number or row.number_text
    return row.document.number_text if isinstance(row, Copy) else row.number_text
